"""Documentation that is generated from the rules, so that it cannot drift from them."""
