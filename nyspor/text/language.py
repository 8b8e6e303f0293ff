"""The language of the site where nothing else is said."""

DEFAULT_LANGUAGE = "da"
