"""Runs a training script in the user's interpreter up to its first step. Python 3.9+, standard library only at import.

Imports nothing of the package around it: it is loaded from its folder under another name (see `bootstrap`).
"""
