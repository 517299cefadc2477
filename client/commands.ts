import * as vscode from "vscode";
import type { LanguageServer } from "./languageServer";
import { carryOut, offerLogs } from "./requests";

/** The server's answer to `lossguard.server.checkWorkspace`. */
interface WorkspaceReport {
    files: number;
    findings: number;
    errors: number;
    warnings: number;
    cancelled: boolean;
}

export function registerCommands(server: LanguageServer, log: vscode.LogOutputChannel): vscode.Disposable {
    return vscode.Disposable.from(
        vscode.commands.registerCommand("lossguard.restartServer", () => server.restart("the command")),
        vscode.commands.registerCommand("lossguard.showLogs", () => {
            log.show();
        }),
        vscode.commands.registerCommand("lossguard.checkWorkspace", () => checkWorkspace(server, log)),
    );
}

async function checkWorkspace(server: LanguageServer, log: vscode.LogOutputChannel): Promise<void> {
    const client = server.client;
    if (client === undefined) {
        await offerLogs(vscode.l10n.t("Lossguard's server is not running, so the workspace cannot be checked."), log);
        return;
    }
    try {
        const report = await vscode.window.withProgress(
            {
                location: vscode.ProgressLocation.Notification,
                title: vscode.l10n.t("Lossguard: checking the workspace"),
                cancellable: true,
            },
            (progress, cancellation) =>
                carryOut<WorkspaceReport>(client, "lossguard.server.checkWorkspace", undefined, progress, cancellation),
        );
        await announce(report);
    } catch (error) {
        log.error(`Checking the workspace failed: ${String(error)}`);
        await offerLogs(vscode.l10n.t("Lossguard could not check the workspace."), log);
    }
}

async function announce(report: WorkspaceReport | undefined): Promise<void> {
    if (report === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t("Lossguard: the check was cancelled."));
        return;
    }
    const { files, findings, errors, warnings } = report;
    if (findings === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t("Lossguard found nothing. Files checked: {0}.", files));
        return;
    }
    const summary = report.cancelled
        ? vscode.l10n.t(
              "Lossguard was stopped. Files checked: {0}, errors: {1}, warnings: {2}.",
              files,
              errors,
              warnings,
          )
        : vscode.l10n.t(
              "Lossguard has checked the workspace. Files: {0}, errors: {1}, warnings: {2}.",
              files,
              errors,
              warnings,
          );
    const show = vscode.l10n.t("Show Problems");
    if ((await vscode.window.showInformationMessage(summary, show)) === show) {
        await vscode.commands.executeCommand("workbench.actions.view.problems");
    }
}
