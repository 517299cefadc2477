"""What Lossguard knows of each training of a script, as statements that name the lines where they come from."""
