"""The texts in their folder and in Git: read, saved, merged, compared."""
