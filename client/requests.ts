import * as vscode from "vscode";
import {
    ExecuteCommandRequest,
    LSPErrorCodes,
    ResponseError,
    WorkDoneProgress,
    WorkDoneProgressCancelNotification,
    type LanguageClient,
} from "vscode-languageclient/node";

export type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/** Has the server carry out a command, with its progress shown. Undefined: it was cancelled before it could answer. */
export async function carryOut<Answer>(
    client: LanguageClient,
    command: string,
    argument: unknown,
    progress: Progress,
    cancellation: vscode.CancellationToken,
): Promise<Answer | undefined> {
    const workDoneToken = `${command}-${Date.now()}`;
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
        // Told in both of the protocol's ways: a server that works in another process hears of the first,
        // one that has not begun yet of the second.
        cancellation.onCancellationRequested(() =>
            client.sendNotification(WorkDoneProgressCancelNotification.type, { token: workDoneToken }),
        ),
    );
    try {
        return (await client.sendRequest(
            ExecuteCommandRequest.type,
            { command, arguments: argument === undefined ? [] : [argument], workDoneToken },
            cancellation,
        )) as Answer;
    } catch (error) {
        if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) {
            return undefined;
        }
        throw error;
    } finally {
        subscriptions.dispose();
    }
}

export async function offerLogs(message: string, log: vscode.LogOutputChannel): Promise<void> {
    const show = vscode.l10n.t("Show Logs");
    if ((await vscode.window.showErrorMessage(message, show)) === show) {
        log.show();
    }
}
