#!/usr/bin/env bash
# Makes .venv with Lossguard (editable) and the development tools in it.
# Usage: python.sh VENV [PYTHON]
set -euo pipefail

venv=$1
wanted=${2:-}

usable() {
    command -v "$1" >/dev/null && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in ${wanted:-python3 python3.14 python3.13 python3.12 python3.11 python3.10 python}; do
        if usable "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    {
        echo "Lossguard needs Python 3.10 or newer, and none was found."
        for candidate in ${wanted:-python3}; do
            echo "  $candidate is: $("$candidate" --version 2>&1 || echo 'not there')"
        done
        echo "Install one, or name it: make PYTHON=/path/to/python3.12"
    } >&2
    return 1
}

# A venv whose interpreter has gone (an upgraded system, a moved clone) is made anew. The path is
# compared because the scripts of a venv carry it in their first line.
if ! "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null \
    || ! grep -qsF "$(cd "$venv" && pwd -P)" "$venv/bin/pip"; then
    python=$(find_python)
    echo "==> $venv: $("$python" --version) ($(command -v "$python"))"
    rm -rf "$venv"
    if ! "$python" -m venv "$venv"; then
        rm -rf "$venv"
        echo "$python cannot make a virtual environment (on Debian and Ubuntu: apt-get install python3-venv)." >&2
        exit 1
    fi
fi

echo "==> $venv: lossguard (editable) and the development tools"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]' 2> >(grep -v '^WARNING: Location ' >&2)
