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

# torch is large, and not to be had everywhere: without it the rest of the demo goes on.
if make --no-print-directory examples/dry_run/model/config.json; then
    say "The error itself, up to the first training step of a real script:"
    work=$PWD/.cache/demo/dry_run
    rm -rf "$work"
    mkdir -p "$work"
    cp -R examples/dry_run examples/data "$work"
    lossguard=$PWD/.venv/bin/lossguard python=$PWD/.venv-dryrun
    cd "$work/dry_run"
    say "\$ lossguard dry-run train.py"
    "$lossguard" dry-run train.py --python "$python" || (($? == 1))
    say "And with a collator that makes labels:"
    sed -i.bak -e 's/DataCollatorForSeq2Seq(tokenizer, model=model)/DataCollatorForLanguageModeling(tokenizer, mlm=False)/' \
        -e 's/DataCollatorForSeq2Seq,/DataCollatorForLanguageModeling,/' train.py
    diff train.py.bak train.py || true
    say "\$ lossguard dry-run train.py"
    "$lossguard" dry-run train.py --python "$python"
    cd - >/dev/null
else
    say "There is no environment with torch, so the dry run is left out."
fi

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
options=(--vsix "$vsix" --profile .cache/demo/profile)
if [[ -x .venv-dryrun/bin/python ]]; then
    options+=(--interpreter "$PWD/.venv-dryrun/bin/python")
fi
exec .venv/bin/python scripts/code_server.py "${options[@]}" "$workspace"
