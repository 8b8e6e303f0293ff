"""Pictures that staff send in, and those that are there."""
