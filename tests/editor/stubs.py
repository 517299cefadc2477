"""Other extensions, reduced to what Lossguard sees of them."""

import json
import zipfile
from pathlib import Path
from typing import Any

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="{name}" Version="1.0.0" Publisher="{publisher}"/>
    <DisplayName>{name}</DisplayName>
    <Description>{name}</Description>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
  </Assets>
</PackageManifest>
"""
CONTENT_TYPES = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension=".json" ContentType="application/json"/>
  <Default Extension=".js" ContentType="application/javascript"/>
  <Default Extension=".vsixmanifest" ContentType="text/xml"/>
</Types>
"""

PYTHON_EXTENSION = """
const vscode = require("vscode");
const changed = new vscode.EventEmitter();
let path = %(first)s;
exports.activate = (context) => {
    context.subscriptions.push(vscode.commands.registerCommand("python.switch", () => {
        path = %(second)s;
        changed.fire();
    }));
    return {
        environments: {
            getActiveEnvironmentPath: () => ({ path }),
            resolveEnvironment: async ({ path }) => ({ executable: { uri: vscode.Uri.file(path) } }),
            onDidChangeActiveEnvironmentPath: changed.event,
        },
    };
};
"""


def python_extension(vsix: Path, first: Path, second: Path) -> Path:
    """Has one environment active, and another after its command *Python: Switch*."""
    package = {
        "name": "python",
        "publisher": "ms-python",
        "version": "1.0.0",
        "engines": {"vscode": "^1.91.0"},
        "main": "./extension.js",
        "activationEvents": ["onLanguage:python"],
        "contributes": {"commands": [{"command": "python.switch", "category": "Python", "title": "Switch"}]},
    }
    code = PYTHON_EXTENSION % {"first": json.dumps(str(first)), "second": json.dumps(str(second))}
    return _write(vsix, package, {"extension.js": code})


def _write(vsix: Path, package: dict[str, Any], files: dict[str, str]) -> Path:
    with zipfile.ZipFile(vsix, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("extension.vsixmanifest", MANIFEST.format_map(package))
        archive.writestr("extension/package.json", json.dumps(package))
        for name, content in files.items():
            archive.writestr(f"extension/{name}", content)
    return vsix
