"""What a script does: the abstract interpreter and the training program it finds."""
