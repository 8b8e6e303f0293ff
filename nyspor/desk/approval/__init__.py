"""The way of a text to publication, and off the site again."""
