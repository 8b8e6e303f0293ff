"""How well suggested topics and tracks agree with labels set by hand."""
