#!/usr/bin/env bash
# Shows what Lossguard does: on the command line, then in VS Code.
# Usage: demo.sh [none|code|code-server]; called by `make demo`.
set -euo pipefail
cd "$(dirname "$0")/.."

editor=${1:-}
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

# Exit code 1 means that something was found, which is the point here; 2 is a real failure.
lossguard() {
    say "\$ lossguard $*"
    .venv/bin/lossguard "$@" || (($? == 1))
}

lossguard check examples/
say "And what it would change:"
lossguard check --diff --unsafe-fixes examples/

if [[ $editor == none ]]; then
    say "EDITOR=none: stopping before the editor."
    exit
fi

if [[ -z $editor ]]; then
    editor=code-server
    # In a terminal of a VS Code server, `code` talks to the window that is open.
    if command -v code >/dev/null && code --version >/dev/null 2>&1; then
        editor=code
    fi
fi

make --no-print-directory package
vsix=$(.venv/bin/python scripts/package_vsix.py --print-path)

# A copy, so that trying the fixes does not change the repository.
workspace=$PWD/.cache/demo/examples
rm -rf "$workspace"
mkdir -p "$(dirname "$workspace")"
cp -R examples "$workspace"

if [[ $editor == code ]]; then
    say "Opening $workspace in your VS Code."
    code --install-extension "$vsix" --force
    exec code --new-window "$workspace"
fi

make --no-print-directory code-server
exec .venv/bin/python scripts/code_server.py --vsix "$vsix" --profile .cache/demo/profile "$workspace"
