"""How the results of a check are printed."""
