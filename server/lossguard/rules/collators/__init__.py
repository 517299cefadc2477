"""COL: data collators."""
