"""How well suggested topics and tracks agree with those set by hand."""
