import * as vscode from "vscode";
import { bytecodeFolder } from "./bytecode";
import { registerCommands } from "./commands";
import { DryRuns } from "./dryRun";
import { DryRunReports } from "./dryRunReport";
import { Interpreters } from "./interpreter";
import { LanguageServer } from "./languageServer";
import { Status } from "./status";
import { onTrusted } from "./trust";

let server: LanguageServer | undefined;

export function activate(context: vscode.ExtensionContext): void {
    const log = vscode.window.createOutputChannel("Lossguard", { log: true });
    const status = new Status();
    const launcher = context.asAbsolutePath("bundled/launch.py");
    const interpreters = new Interpreters(launcher, log);
    const running = (server = new LanguageServer(launcher, bytecodeFolder(context), interpreters, status, log));
    const reports = new DryRunReports();

    context.subscriptions.push(
        log,
        status,
        interpreters,
        registerCommands(running, log),
        reports,
        new DryRuns(running, reports, status, context.workspaceState, log),
        vscode.workspace.onDidChangeConfiguration((change) => {
            if (
                change.affectsConfiguration("lossguard.serverPython") ||
                change.affectsConfiguration("lossguard.enable")
            ) {
                void running.restart("a setting changed");
            } else if (change.affectsConfiguration("lossguard")) {
                void running.pushSettings();
            }
        }),
        interpreters.onDidChange(() => void running.environmentChanged()),
        // Settings of the workspace that were withheld may count from now on.
        onTrusted(() => {
            status.refresh();
            void running.pushSettings();
        }),
    );
    void running.restart("the extension was activated");
}

export function deactivate(): Promise<void> | undefined {
    return server?.dispose();
}
