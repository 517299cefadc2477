import * as path from "node:path";
import parseArguments from "string-argv";
import * as vscode from "vscode";
import type { DryRunReports, Line } from "./dryRunReport";
import type { LanguageServer } from "./languageServer";
import { carryOut, offerLogs } from "./requests";
import * as settings from "./settings";
import type { Status } from "./status";
import { isTrusted } from "./trust";

export const SERVER_COMMAND = "lossguard.server.dryRun";

/** The server's answer to `lossguard.server.dryRun`. */
type Answer = Refusal | Report | "cancelled";

interface Refusal {
    outcome: "refused";
    summary: string;
    /** The interpreter that was tried, if it is the reason. */
    python: string | null;
}

interface Report {
    outcome: string;
    summary: string;
    errors: number;
    warnings: number;
    seconds: number;
    /** Options that the script cannot do without. */
    required: string[];
    report: Line[];
}

/** The command line that a script is run with is remembered for each workspace. */
const ARGUMENTS_KEY = "dryRunArguments";

/** The palette's *Dry Run*, and what its result is made of: a message, the status, the report. */
export class DryRuns implements vscode.Disposable {
    private readonly subscriptions: vscode.Disposable;

    constructor(
        private readonly server: LanguageServer,
        private readonly reports: DryRunReports,
        private readonly status: Status,
        private readonly memory: vscode.Memento,
        private readonly log: vscode.LogOutputChannel,
    ) {
        this.subscriptions = vscode.Disposable.from(
            vscode.commands.registerCommand("lossguard.dryRun", (target?: vscode.Uri) => this.run(target, false)),
            vscode.commands.registerCommand("lossguard.dryRunWithArguments", (target?: vscode.Uri) =>
                this.run(target, true),
            ),
            vscode.commands.registerCommand("lossguard.showDryRunReport", () => this.reports.showLast()),
        );
    }

    dispose(): void {
        this.subscriptions.dispose();
    }

    private async run(target: vscode.Uri | undefined, asksForArguments: boolean): Promise<void> {
        const uri = target === undefined ? active() : notebookOf(target);
        if (uri === undefined) {
            void vscode.window.showErrorMessage(vscode.l10n.t("Open the script or notebook that is to be run."));
        } else if (!isTrusted()) {
            await this.refuseUntrusted();
        } else if (this.server.client === undefined) {
            await offerLogs(vscode.l10n.t("Lossguard's server is not running, so nothing can be run."), this.log);
        } else if (!asksForArguments || (await this.askForArguments(uri)) !== undefined) {
            await this.runTrusted(uri);
        }
    }

    private async runTrusted(uri: vscode.Uri): Promise<void> {
        let answer = await this.request(uri);
        while (isReport(answer) && answer.outcome === "needs-arguments") {
            if ((await this.askForArguments(uri, answer)) === undefined) {
                break;
            }
            answer = await this.request(uri);
        }
        if (isReport(answer)) {
            await this.announce(uri, answer);
        } else if (answer === "cancelled") {
            const name = path.basename(uri.path);
            void vscode.window.showInformationMessage(vscode.l10n.t("Dry run of {0}: it was cancelled.", name));
        } else if (answer !== undefined) {
            await refuse(answer);
        }
    }

    /** Undefined: it could not be made, which has been said. */
    private async request(uri: vscode.Uri): Promise<Answer | undefined> {
        const client = this.server.client;
        if (client === undefined) {
            return undefined;
        }
        try {
            await open(uri);
            const options = settings.dryRunOptions(uri);
            const argument = { uri: uri.toString(), arguments: parseArguments(this.argumentsOf(uri)), ...options };
            const answer = await vscode.window.withProgress(
                {
                    location: vscode.ProgressLocation.Notification,
                    title: vscode.l10n.t("Dry run of {0}", path.basename(uri.path)),
                    cancellable: true,
                },
                (progress, cancellation) =>
                    carryOut<Refusal | Report>(client, SERVER_COMMAND, argument, progress, cancellation),
            );
            return answer === undefined || answer.outcome === "cancelled" ? "cancelled" : answer;
        } catch (error) {
            this.log.error(`The dry run failed: ${String(error)}`);
            await offerLogs(vscode.l10n.t("The dry run could not be made."), this.log);
            return undefined;
        }
    }

    private argumentsOf(uri: vscode.Uri): string {
        return this.memory.get<Record<string, string>>(ARGUMENTS_KEY, {})[uri.toString()] ?? "";
    }

    private async askForArguments(uri: vscode.Uri, refused?: Report): Promise<string | undefined> {
        const name = path.basename(uri.path);
        const given = await vscode.window.showInputBox({
            title: vscode.l10n.t("Dry run of {0}", name),
            prompt: refused?.summary ?? vscode.l10n.t("The command line of {0}, as in a terminal", name),
            value: this.argumentsOf(uri) || (refused?.required.map((option) => `${option} `).join("") ?? ""),
            ignoreFocusOut: true,
        });
        if (given !== undefined) {
            const all = this.memory.get<Record<string, string>>(ARGUMENTS_KEY, {});
            await this.memory.update(ARGUMENTS_KEY, { ...all, [uri.toString()]: given });
        }
        return given;
    }

    private async announce(uri: vscode.Uri, report: Report): Promise<void> {
        this.reports.keep(uri, report.report);
        const summary = vscode.l10n.t("Dry run of {0}: {1}", path.basename(uri.path), told(report));
        this.status.setDryRun(summary);
        const show = vscode.l10n.t("Show Report");
        const choice =
            report.errors > 0 || report.warnings > 0 || report.outcome !== "step"
                ? await vscode.window.showWarningMessage(summary, show)
                : await vscode.window.showInformationMessage(summary, show);
        if (choice === show) {
            await this.reports.show(uri);
        }
    }

    private async refuseUntrusted(): Promise<void> {
        const manage = vscode.l10n.t("Manage Workspace Trust");
        const reason = vscode.l10n.t(
            "A dry run starts the script, and this workspace is not trusted: nothing of it is run in Restricted Mode.",
        );
        if ((await vscode.window.showErrorMessage(reason, manage)) === manage) {
            await vscode.commands.executeCommand("workbench.trust.manage");
        }
    }
}

function isReport(answer: Answer | undefined): answer is Report {
    return answer !== undefined && answer !== "cancelled" && answer.outcome !== "refused";
}

/** What was found, in numbers, after how the run ended. */
function told(report: Report): string {
    const counts = [
        report.errors > 0 ? vscode.l10n.t("errors: {0}", report.errors) : "",
        report.warnings > 0 ? vscode.l10n.t("warnings: {0}", report.warnings) : "",
    ].filter((text) => text !== "");
    return counts.length > 0 ? `${report.summary} ${counts.join(", ")}.` : report.summary;
}

async function refuse(refusal: Refusal): Promise<void> {
    if (refusal.python === null) {
        void vscode.window.showErrorMessage(refusal.summary);
        return;
    }
    const setting = vscode.l10n.t("Open Setting");
    const select = vscode.l10n.t("Select Interpreter");
    const isPythonThere = vscode.extensions.getExtension("ms-python.python") !== undefined;
    const advice = vscode.l10n.t("The setting lossguard.interpreter names the Python that you train with.");
    const choice = await vscode.window.showErrorMessage(
        `${refusal.summary} ${advice}`,
        ...(isPythonThere ? [select, setting] : [setting]),
    );
    if (choice === select) {
        await vscode.commands.executeCommand("python.setInterpreter");
    } else if (choice === setting) {
        await vscode.commands.executeCommand("workbench.action.openSettings", "lossguard.interpreter");
    }
}

function active(): vscode.Uri | undefined {
    return vscode.window.activeNotebookEditor?.notebook.uri ?? vscode.window.activeTextEditor?.document.uri;
}

function notebookOf(uri: vscode.Uri): vscode.Uri {
    const isCell = (cell: vscode.NotebookCell): boolean => cell.document.uri.toString() === uri.toString();
    return vscode.workspace.notebookDocuments.find((notebook) => notebook.getCells().some(isCell))?.uri ?? uri;
}

/** The server knows what is open: a file that was chosen elsewhere is opened first. */
async function open(uri: vscode.Uri): Promise<void> {
    if (uri.path.endsWith(".ipynb")) {
        await vscode.workspace.openNotebookDocument(uri);
    } else {
        await vscode.workspace.openTextDocument(uri);
    }
}
