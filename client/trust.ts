import * as vscode from "vscode";

/**
 * Checking reads files and starts no program of the workspace, so it works in Restricted Mode too.
 * VS Code withholds the workspace's values of the settings that name executables
 * (`restrictedConfigurations` in package.json); this module is the one place that is asked for more.
 */
export function isTrusted(): boolean {
    return vscode.workspace.isTrusted;
}

export function onTrusted(then: () => void): vscode.Disposable {
    return vscode.workspace.onDidGrantWorkspaceTrust(then);
}
