"""`nyspor run`: the forms service, the scheduler and the publisher in one process with one log."""
