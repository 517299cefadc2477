"""What is looked at in the first step. Each check tells that it passed, failed, or why it was not made."""
