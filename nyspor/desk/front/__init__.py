"""The front page of the desk, and what is looked after from there."""
