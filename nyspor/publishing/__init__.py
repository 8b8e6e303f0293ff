"""Releases: whole publications of the site, validated, signed, switched at once, and kept for going back."""
