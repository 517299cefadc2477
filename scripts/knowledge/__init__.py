"""Builds ``server/lossguard/libraries/knowledge/`` from the published wheels. See README.md."""
