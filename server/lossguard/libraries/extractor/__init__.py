"""Reads what one release of a library says, off its sources: parsed, never imported."""
