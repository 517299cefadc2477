"""Bytes to documents: parts, lines, positions and notebooks. Imports nothing of the package."""
