# Everything a person does with this repository, each step done once and remembered by a stamp file.
# A fresh machine needs Python 3.10+ and make; `make help` lists the targets.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# An interpreter to use instead of the first usable python3: make PYTHON=/path/to/python3.12
PYTHON ?=
# The platform to package for, or all: make package TARGET=win32-x64
TARGET ?=
# Where to look for torch besides PyPI: make .venv-dryrun TORCH_INDEX=https://download.pytorch.org/whl/cpu
# (the build for the CPU is a tenth of the size of the one that PyPI has for Linux)
TORCH_INDEX ?=

VENV := .venv
DRY_RUN_VENV := .venv-dryrun
EXAMPLE_MODEL := examples/dry_run/model
BIN := $(VENV)/bin
NODE := .cache/node
STAMPS := .cache/stamps
PEERS := .cache/peers
NPM := PATH="$(CURDIR)/$(NODE)/bin:$$PATH" npm

SERVER_SOURCES := $(shell find server/lossguard -type f -not -path '*/__pycache__/*' 2>/dev/null)
CLIENT_SOURCES := $(wildcard client/*.ts client/build.mjs)
EXTENSION_FILES := package.json $(wildcard package.nls*.json l10n/* client/icon.png bundled/launch.py bundled/requirements.txt \
	README.md CHANGELOG.md LICENSE .vscodeignore)

.PHONY: help
help: ## list the targets
	@grep -hE '^[.a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([.a-z-]+):.*## /\1\t/' | \
		while IFS=$$'\t' read -r name what; do printf '  make %-13s %s\n' "$$name" "$$what"; done

# --- try it --------------------------------------------------------------------------------------

.PHONY: demo
demo: $(VENV)/.installed ## check and dry-run the examples, show the fix, open VS Code (EDITOR=none: stop before that)
	@scripts/demo.sh $(if $(filter command%,$(origin EDITOR)),$(EDITOR))

# --- test ----------------------------------------------------------------------------------------

.PHONY: test
test: lint test-client test-python test-editor ## everything: style, types, Python, the client, the real editor

.PHONY: test-python
test-python: $(VENV)/.installed $(DRY_RUN_VENV)/.installed ## the tests of the Python package
	@echo "==> pytest"
	@$(BIN)/pytest -q -n 2 --ignore=tests/editor

.PHONY: test-client
test-client: $(STAMPS)/npm ## the unit tests of the VS Code client
	@echo "==> client tests"
	@$(NPM) run --silent test

.PHONY: test-editor
test-editor: editor $(STAMPS)/package $(DRY_RUN_VENV)/.installed ## the extension in a real VS Code
	@echo "==> editor tests"
	@$(BIN)/pytest -q tests/editor

.PHONY: screenshots
screenshots: editor $(STAMPS)/package $(DRY_RUN_VENV)/.installed ## take the pictures in docs/images/ anew
	@$(BIN)/python -m tests.editor.screenshots docs/images

.PHONY: bench
bench: $(VENV)/.installed ## speed, as ratios to libcst's bare parse in the same run (on an idle machine)
	@$(BIN)/python -m scripts.bench

.PHONY: bench-peers
bench-peers: $(PEERS)/.installed ## speed of the command beside torchfix, fixit, pylint and ruff (on an idle machine)
	@$(BIN)/python -m scripts.bench.peers
	@$(BIN)/python -m scripts.bench.peers --folder --rounds 3

# --- lint and format -----------------------------------------------------------------------------

.PHONY: lint
lint: lint-python lint-client ## style, types and architecture, Python and TypeScript

.PHONY: lint-python
lint-python: $(VENV)/.installed
	@echo "==> ruff, mypy, import-linter"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "Run: make format"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --cache-dir .cache/import-linter | tail -n 12

.PHONY: lint-client
lint-client: $(STAMPS)/npm
	@echo "==> tsc, eslint, prettier"
	@$(NPM) run --silent typecheck
	@$(NPM) run --silent lint
	@$(NPM) run --silent format:check -- --log-level warn

.PHONY: format
format: $(VENV)/.installed $(STAMPS)/npm ## put all sources into the one style
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .
	@$(NPM) run --silent format -- --log-level warn

.PHONY: docs
docs: $(VENV)/.installed ## write the pages of the rules and the table in the README anew
	@$(BIN)/python -m scripts.docs

# --- package -------------------------------------------------------------------------------------

.PHONY: package
package: $(STAMPS)/package ## the VSIX for this machine, in dist/ (TARGET=all or TARGET=win32-x64: for others)
	@$(if $(TARGET),PATH="$(CURDIR)/$(NODE)/bin:$$PATH" $(BIN)/python scripts/package_vsix.py --target $(TARGET),ls dist/*.vsix)

$(STAMPS)/package: client/dist/extension.js $(SERVER_SOURCES) $(EXTENSION_FILES) scripts/package_vsix.py pyproject.toml | $(VENV)/.installed
	@echo "==> VSIX"
	@touch $@.begun
	@PATH="$(CURDIR)/$(NODE)/bin:$$PATH" $(BIN)/python scripts/package_vsix.py
# What is edited meanwhile is newer than the stamp.
	@mv $@.begun $@

client/dist/extension.js: $(CLIENT_SOURCES) tsconfig.json $(STAMPS)/npm
	@echo "==> client"
	@$(NPM) run --silent build

# --- set-up --------------------------------------------------------------------------------------

.PHONY: venv
venv: $(VENV)/.installed ## the virtual environment, with .venv/bin/lossguard

$(VENV)/.installed: pyproject.toml scripts/setup/python.sh
	@scripts/setup/python.sh $(VENV) $(PYTHON)
	@touch $@

.PHONY: .venv-dryrun
.venv-dryrun: $(DRY_RUN_VENV)/.installed ## an environment with torch, to try the dry run in

$(DRY_RUN_VENV)/.installed: scripts/setup/dry_run_python.sh | $(VENV)/.installed
	@scripts/setup/dry_run_python.sh $(DRY_RUN_VENV) $(BIN)/python $(TORCH_INDEX)
	@touch $@

.PHONY: .cache/peers
.cache/peers: $(PEERS)/.installed ## other linters, and real files to measure on

$(PEERS)/.installed: scripts/setup/bench_peers.sh | $(VENV)/.installed
	@scripts/setup/bench_peers.sh $(PEERS) $(BIN)/python
	@touch $@

$(EXAMPLE_MODEL)/config.json: scripts/model_folders.py $(DRY_RUN_VENV)/.installed
	@echo "==> $(EXAMPLE_MODEL): a configuration and a tokenizer, no weights"
	@$(DRY_RUN_VENV)/bin/python scripts/model_folders.py $(EXAMPLE_MODEL)

$(STAMPS)/node: scripts/setup/node.sh | $(VENV)/.installed
	@mkdir -p $(STAMPS)
	@scripts/setup/node.sh $(NODE) $(VENV)
	@touch $@

# No install script runs: what the packages need is in them.
$(STAMPS)/npm: package-lock.json $(STAMPS)/node
	@echo "==> node_modules"
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: code-server
code-server: $(STAMPS)/code-server ## VS Code in a browser, for the demo and the editor tests

$(STAMPS)/code-server: scripts/setup/code_server.sh $(STAMPS)/node
	@scripts/setup/code_server.sh $(CURDIR)/.cache/code-server $(CURDIR)/$(NODE)
	@touch $@

.PHONY: editor
editor: $(STAMPS)/code-server $(STAMPS)/playwright ## what the editor tests need: code-server, Playwright and Chromium
	@scripts/setup/chromium.sh > .cache/chromium

$(STAMPS)/playwright: pyproject.toml $(VENV)/.installed
	@mkdir -p $(STAMPS)
	@echo "==> Playwright"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,editor]' 2> >(grep -v '^WARNING: Location ' >&2)
	@touch $@

.PHONY: clean
clean: ## remove everything that make made in this folder
	rm -rf $(VENV) $(DRY_RUN_VENV) $(EXAMPLE_MODEL) .cache build dist bundled/libs client/dist node_modules
