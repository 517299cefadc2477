#!/usr/bin/env bash
# Prints the path of a Chromium or Chrome, installing Debian's if there is none.
# Usage: chromium.sh
set -euo pipefail

find_browser() {
    local name
    if [[ -n ${LOSSGUARD_CHROMIUM:-} ]]; then
        echo "$LOSSGUARD_CHROMIUM"
        return
    fi
    for name in chromium chromium-browser google-chrome-stable google-chrome; do
        # Ubuntu's chromium-browser is a stub that asks for snap: it has to answer to count.
        if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    return 1
}

give_up() {
    cat >&2 <<MESSAGE
The editor tests need Chromium or Chrome, and none was found: $1
Install one and run make again, or name one: LOSSGUARD_CHROMIUM=/path/to/chrome make ...
MESSAGE
    exit 1
}

find_browser && exit

command -v apt-get >/dev/null || give_up "this system has no apt-get to install it with."
root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || give_up "not root, and there is no sudo to become it."
    root=(sudo)
fi
echo "==> Chromium, by apt-get" >&2
"${root[@]}" apt-get update -qq >&2
"${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core fonts-noto-cjk >/dev/null || give_up "apt-get could not install it."
find_browser || give_up "apt-get installed it, but it does not start."
