"""Watching folders for changes, for the preview and for the service that publishes."""
