"""The rules, one file each, by category."""
