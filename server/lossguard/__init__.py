"""Lossguard finds the collator, label and loss mistakes that make fine-tuning fail or learn the wrong thing."""

__version__ = "0.1.0"
