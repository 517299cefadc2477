"""MOD: models and adapters."""
