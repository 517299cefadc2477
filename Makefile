# Everything a person does with this repository, each step done once and remembered by a stamp file.
# A fresh machine needs Python 3.10+ and make; `make help` lists the targets.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# An interpreter to use instead of the first usable python3: make PYTHON=/path/to/python3.12
PYTHON ?=

VENV := .venv
STAMPS := .cache/stamps

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS=$$'\t' read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

# --- set-up --------------------------------------------------------------------------------------

$(VENV)/.installed: pyproject.toml scripts/setup/python.sh
	@scripts/setup/python.sh $(VENV) $(PYTHON)
	@touch $@

.PHONY: venv
venv: $(VENV)/.installed ## the virtual environment, with .venv/bin/lossguard
