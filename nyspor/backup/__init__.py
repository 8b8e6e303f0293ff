"""Backups of a site: one archive with all that cannot be made again, and the way back from it."""
