"""LBL: labels and masks."""
