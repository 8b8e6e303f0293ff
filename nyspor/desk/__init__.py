"""The desk: where staff write, show, approve and publish in the browser."""
