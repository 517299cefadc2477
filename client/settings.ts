import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

export const SECTION = "lossguard";

/** What the server is told, at its start and whenever it changes. */
export interface ServerSettings {
    enable: boolean;
    interpreter: string | null;
    select: string[] | null;
    ignore: string[] | null;
    extendSelect: string[];
    severity: Record<string, string>;
    preview: boolean | null;
}

function configuration(): vscode.WorkspaceConfiguration {
    return vscode.workspace.getConfiguration(SECTION);
}

export function isEnabled(): boolean {
    return configuration().get("enable", true);
}

/** In a workspace that is not trusted, VS Code leaves its values for the two paths out by itself. */
export function serverPython(): string | undefined {
    return pathSetting("serverPython");
}

export function chosenInterpreter(): string | undefined {
    return pathSetting("interpreter");
}

export function serverSettings(interpreter: string | null): ServerSettings {
    return {
        enable: isEnabled(),
        interpreter,
        select: listSetting("select"),
        ignore: listSetting("ignore"),
        extendSelect: configuration().get<string[]>("extendSelect", []),
        severity: { ...configuration().get<Record<string, string>>("severity", {}) },
        preview: configuration().get<boolean | null>("preview", null),
    };
}

/** What a dry run is asked for with, as `lossguard.server.dryRun` takes it. */
export interface DryRunOptions {
    mode: string;
    rows: number;
    device: string;
    timeout: number;
    folder?: string;
}

export function dryRunOptions(uri: vscode.Uri): DryRunOptions {
    const section = vscode.workspace.getConfiguration(`${SECTION}.dryRun`, uri);
    const options = {
        mode: section.get("mode", "tiny"),
        rows: section.get("rows", 64),
        device: section.get("device", "auto"),
        timeout: section.get("timeout", 300),
    };
    const startIn = section.get("startIn");
    if (startIn === "fileFolder") {
        return { ...options, folder: path.dirname(uri.fsPath) };
    }
    const workspace = vscode.workspace.getWorkspaceFolder(uri);
    return startIn === "workspaceFolder" && workspace ? { ...options, folder: workspace.uri.fsPath } : options;
}

export function folders(): string[] {
    return (vscode.workspace.workspaceFolders ?? [])
        .filter((folder) => folder.uri.scheme === "file")
        .map((folder) => folder.uri.fsPath);
}

function listSetting(name: string): string[] | null {
    return configuration().get<string[] | null>(name) ?? null;
}

function pathSetting(name: string): string | undefined {
    const value = configuration().get(name, "").trim();
    return value === "" ? undefined : expand(value);
}

/** `~`, `${workspaceFolder}`, `${env:NAME}`, and paths relative to the first folder. */
function expand(value: string): string {
    const folder = folders()[0] ?? os.homedir();
    const expanded = value
        .replace(/^~(?=$|[\\/])/, os.homedir())
        .replaceAll("${workspaceFolder}", folder)
        .replaceAll("${userHome}", os.homedir())
        .replaceAll(/\$\{env:([^}]+)\}/g, (_, name: string) => process.env[name] ?? "");
    return path.resolve(folder, expanded);
}
