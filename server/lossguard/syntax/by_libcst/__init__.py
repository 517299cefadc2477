"""Syntax that is newer than the Python which runs Lossguard, lowered from libcst's trees."""
