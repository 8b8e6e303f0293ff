"""Search: what is indexed, Danish helped by words that are not shown, the index, and how results are ranked."""
