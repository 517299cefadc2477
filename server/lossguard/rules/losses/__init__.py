"""LOS: losses and training loops."""
