"""`nyspor doctor`: what a running site needs, looked over: facts from the edge, findings by pure functions."""
