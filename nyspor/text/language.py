"""The language of a site and its entries, unless a setting or field gives another."""

DEFAULT_LANGUAGE = "da"
