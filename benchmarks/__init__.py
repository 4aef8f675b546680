"""How fast Inroads is, measured through its own functions."""
