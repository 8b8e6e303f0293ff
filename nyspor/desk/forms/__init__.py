"""A text as a form: its fields and its words, and the file that comes of what was sent."""
