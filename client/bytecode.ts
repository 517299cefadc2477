import * as fs from "node:fs/promises";
import * as path from "node:path";
import type * as vscode from "vscode";

const PREFIX = "pycache-";

/**
 * Where Python keeps the server's compiled modules: almost a second of every start but the first. Not
 * in the extension's own folder, which stays as it was installed, and apart for each version, so that
 * what an update leaves behind can be removed.
 */
export function bytecodeFolder(context: vscode.ExtensionContext): string {
    const storage = context.globalStorageUri.fsPath;
    const { version } = context.extension.packageJSON as { version: string };
    const current = PREFIX + version;
    void removeOthers(storage, current);
    return path.join(storage, current);
}

async function removeOthers(storage: string, current: string): Promise<void> {
    const names = await fs.readdir(storage).catch(() => []);
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== current);
    await Promise.allSettled(old.map((name) => fs.rm(path.join(storage, name), { recursive: true })));
}
