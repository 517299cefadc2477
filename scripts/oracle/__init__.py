"""Compares what ``lossguard explain`` says of scripts with what a dry run of them finds."""
