"""Compares "returns a loss" in the shipped knowledge with what the classes of an installed transformers do."""
