import * as vscode from "vscode";
import {
    ExecuteCommandRequest,
    LSPErrorCodes,
    ResponseError,
    WorkDoneProgress,
    WorkDoneProgressCancelNotification,
    type LanguageClient,
} from "vscode-languageclient/node";
import type { LanguageServer } from "./languageServer";

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
            (progress, cancellation) => requestCheck(client, progress, cancellation),
        );
        await announce(report);
    } catch (error) {
        log.error(`Checking the workspace failed: ${String(error)}`);
        await offerLogs(vscode.l10n.t("Lossguard could not check the workspace."), log);
    }
}

type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/** Undefined: it was cancelled before the server could answer. */
async function requestCheck(
    client: LanguageClient,
    progress: Progress,
    cancellation: vscode.CancellationToken,
): Promise<WorkspaceReport | undefined> {
    const workDoneToken = `lossguard-check-${Date.now()}`;
    let reached = 0;
    const subscriptions = vscode.Disposable.from(
        client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
            if (value.kind === "end") {
                return;
            }
            const percentage = value.percentage ?? reached;
            progress.report({ message: value.message ?? "", increment: Math.max(0, percentage - reached) });
            reached = Math.max(reached, percentage);
        }),
        // Told in both of the protocol's ways: a server that checks in a worker hears of the first,
        // one that has not begun yet of the second.
        cancellation.onCancellationRequested(() =>
            client.sendNotification(WorkDoneProgressCancelNotification.type, { token: workDoneToken }),
        ),
    );
    try {
        return (await client.sendRequest(
            ExecuteCommandRequest.type,
            { command: "lossguard.server.checkWorkspace", arguments: [], workDoneToken },
            cancellation,
        )) as WorkspaceReport;
    } catch (error) {
        if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) {
            return undefined;
        }
        throw error;
    } finally {
        subscriptions.dispose();
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

async function offerLogs(message: string, log: vscode.LogOutputChannel): Promise<void> {
    const show = vscode.l10n.t("Show Logs");
    if ((await vscode.window.showErrorMessage(message, show)) === show) {
        log.show();
    }
}
