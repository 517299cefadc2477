#!/usr/bin/env bash
# Puts code-server (VS Code, served to a browser) from npm into DEST: no download beyond the registry,
# and without the parts that neither the tests nor the demo use.
# Usage: code_server.sh DEST NODE
set -euo pipefail

version=4.139.1 # VS Code 1.139.1
dest=$1
export PATH="$2/bin:$PATH"
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error

echo "==> $dest: code-server $version"
rm -rf "$dest" "$dest.part"
mkdir -p "$(dirname "$dest")" "$dest.part"
cd "$dest.part"
npm pack --silent "code-server@$version" >/dev/null
tar xzf "code-server-$version.tgz" --strip-components=1
rm "code-server-$version.tgz"

# --ignore-scripts: the install scripts would download and compile, and nearly everything is prebuilt.
# Not `npm ci`: the lock file inside lib/vscode is out of step with its package.json.
npm install --omit=dev --ignore-scripts >/dev/null
cd lib/vscode
npm install --omit=dev --ignore-scripts >/dev/null

# @vscode/spdlog is not prebuilt. Without it all works but log files, and with them the output
# channels, which show what is in the files.
if command -v c++ >/dev/null && command -v make >/dev/null && command -v python3 >/dev/null; then
    echo "==> $dest: its logging module"
    # The headers of this Node, whatever an .npmrc of the machine says.
    env -u MAKEFLAGS -u MAKELEVEL JOBS=2 npm_config_nodedir=$(dirname "$(dirname "$(realpath "$2/bin/node")")") npm rebuild @vscode/spdlog >/dev/null 2>"$dest.part/build.log" \
        || echo "    not built: output channels in code-server will stay empty (see $dest/build.log)"
else
    echo "    no C++ compiler: output channels in code-server will stay empty"
fi

# From 610 MB to 200 MB.
rm -rf node_modules/@github/copilot-sdk* node_modules/@microsoft/mxc-sdk \
    extensions/copilot extensions/mermaid-markdown-features extensions/microsoft-authentication \
    node_modules/node-pty/prebuilds/{win32,darwin}* \
    node_modules/@vscode/ripgrep-universal/bin/{win32,darwin,linux-arm-,linux-ppc,linux-riscv,linux-s390}* \
    node_modules/@vscode/*/deps
find . -name '*.map' -type f -delete
find node_modules/@vscode -type d -name obj.target -prune -exec rm -rf {} +

cd ../..
node out/node/entry.js --version >/dev/null
cd ..
mv "$dest.part" "$dest"
