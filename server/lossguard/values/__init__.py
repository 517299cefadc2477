"""Abstract values, where they came from, and the protocol by which a library call gets a meaning."""
