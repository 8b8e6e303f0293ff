"""How well Danish queries find what answers them."""
