#!/usr/bin/env bash
# Makes .venv-dryrun: an environment to train in, with torch for the CPU, for the demo and the tests of the dry run.
# Usage: dry_run_python.sh VENV PYTHON [TORCH_INDEX]
set -euo pipefail

venv=$1
python=$2
index=${3:-}

if ! "$venv/bin/python" -c 'import sys' 2>/dev/null; then
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

echo "==> $venv: torch, transformers, trl, peft, datasets (about 1.5 GB, several minutes; once)"
# Exact: what the tests say of these libraries is true for these versions.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check ${index:+--extra-index-url "$index"} \
    torch==2.13.0 transformers==5.23.0 trl==1.16.0 peft==0.21.0 accelerate==1.15.0 datasets==5.2.0 \
    2> >(grep -v '^WARNING: Location ' >&2)
