#!/usr/bin/env bash
# Makes what `make bench-peers` measures with: an environment with other linters, and real files to check.
# Usage: bench_peers.sh FOLDER PYTHON
set -euo pipefail

folder=$1
python=$2
venv=$folder/venv
files=$folder/files

echo "==> $folder: torchfix, fixit, pylint, ruff, and the sources of trl, peft, accelerate and transformers (30 MB, once)"
rm -rf "$venv" "$files"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    torchfix==0.7.0 fixit==2.2.1 pylint==4.1.4 ruff==0.17.6 \
    2> >(grep -v '^WARNING: Location ' >&2)
"$venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$folder/wheels" trl==1.16.0 peft==0.21.0 accelerate==1.15.0 transformers==5.23.0 \
    2> >(grep -v '^WARNING: Location ' >&2)
for wheel in "$folder"/wheels/*.whl; do
    name=$(basename "$wheel")
    "$venv/bin/python" -m zipfile --extract "$wheel" "$files/${name%%-*}"
done
# Bytecode is there for the first run as it is for the last.
"$venv/bin/python" -m compileall -q "$venv"
