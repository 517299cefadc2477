"""What the training libraries do, by version. Imports values and text only."""
