import * as vscode from "vscode";
import type { Origin, ServerPython } from "./interpreter";
import { isTrusted } from "./trust";

export type State = "starting" | "ready" | "checking" | "problem";

/** A check of a few milliseconds must not make the item blink. */
const BLINK_MS = 300;

/** The item in the status bar: what Lossguard is doing, and in its tooltip on what it stands. */
export class Status implements vscode.Disposable {
    private readonly item = vscode.window.createStatusBarItem("lossguard.status", vscode.StatusBarAlignment.Right, 100);
    private state: State = "starting";
    private message = "";
    private python: ServerPython | undefined;
    private packages: string | null = null;
    private dryRun = "";
    private delay: NodeJS.Timeout | undefined;

    constructor() {
        this.item.name = "Lossguard";
        this.item.command = "lossguard.showLogs";
    }

    show(state: State, message = ""): void {
        this.state = state;
        this.message = message;
        clearTimeout(this.delay);
        this.delay = undefined;
        if (state === "checking") {
            this.delay = setTimeout(() => {
                this.render();
            }, BLINK_MS);
        } else {
            this.render();
        }
    }

    hide(): void {
        clearTimeout(this.delay);
        this.item.hide();
    }

    setPython(python: ServerPython | undefined): void {
        this.python = python;
        this.render();
    }

    setPackages(interpreter: string | null): void {
        this.packages = interpreter;
        this.render();
    }

    /** How the last dry run ended, in one sentence. */
    setDryRun(summary: string): void {
        this.dryRun = summary;
        this.render();
    }

    /** The workspace is trusted now, which the tooltip mentions. */
    refresh(): void {
        this.render();
    }

    dispose(): void {
        clearTimeout(this.delay);
        this.item.dispose();
    }

    private render(): void {
        const label = labelOf(this.state);
        this.item.text = `$(${iconOf(this.state)}) Lossguard`;
        this.item.accessibilityInformation = { label: `Lossguard: ${label}${this.message && `. ${this.message}`}` };
        this.item.backgroundColor =
            this.state === "problem" ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
        this.item.tooltip = this.tooltip(label);
        this.item.show();
    }

    private tooltip(label: string): vscode.MarkdownString {
        const text = new vscode.MarkdownString(undefined, true);
        text.isTrusted = { enabledCommands: [REPORT, ...COMMANDS.map(([command]) => command)] };
        text.appendMarkdown(`**Lossguard**: ${label}\n\n`);
        if (this.message !== "") {
            text.appendText(this.message);
            text.appendMarkdown("\n\n");
        }
        if (this.dryRun !== "") {
            text.appendText(this.dryRun);
            text.appendMarkdown(` [${vscode.l10n.t("Show Report")}](command:${REPORT})\n\n`);
        }
        text.appendMarkdown(`${this.serverLine()}\n\n${this.packagesLine()}\n\n`);
        if (!isTrusted()) {
            const restricted = vscode.l10n.t("Restricted Mode: files are checked; nothing of this workspace is run.");
            text.appendMarkdown(`$(shield) ${restricted}\n\n`);
        }
        const links = COMMANDS.map(([command, title]) => `[${title()}](command:${command})`);
        text.appendMarkdown(`---\n\n${links.join(" · ")}`);
        return text;
    }

    private serverLine(): string {
        if (this.python === undefined) {
            return vscode.l10n.t("The server is not running.");
        }
        const { path, version, origin } = this.python;
        return vscode.l10n.t("The server runs on Python {0}: {1} ({2})", version, code(path), originOf(origin));
    }

    private packagesLine(): string {
        return this.packages === null
            ? vscode.l10n.t("Library versions: no interpreter is selected, so only what the files say is known.")
            : vscode.l10n.t("Library versions are read from {0}", code(this.packages));
    }
}

const REPORT = "lossguard.showDryRunReport";

const COMMANDS: readonly (readonly [string, () => string])[] = [
    ["lossguard.dryRun", () => vscode.l10n.t("Dry Run")],
    ["lossguard.checkWorkspace", () => vscode.l10n.t("Check Workspace")],
    ["lossguard.restartServer", () => vscode.l10n.t("Restart Server")],
    ["lossguard.showLogs", () => vscode.l10n.t("Show Logs")],
];

function code(path: string): string {
    return `\`${path.replaceAll("`", "'")}\``;
}

function iconOf(state: State): string {
    return { starting: "sync~spin", ready: "check", checking: "loading~spin", problem: "error" }[state];
}

function labelOf(state: State): string {
    switch (state) {
        case "starting":
            return vscode.l10n.t("starting");
        case "ready":
            return vscode.l10n.t("ready");
        case "checking":
            return vscode.l10n.t("checking");
        case "problem":
            return vscode.l10n.t("problem");
    }
}

function originOf(origin: Origin): string {
    switch (origin) {
        case "setting":
            return vscode.l10n.t("from the setting lossguard.serverPython");
        case "pythonExtension":
            return vscode.l10n.t("chosen in the Python extension");
        case "path":
            return vscode.l10n.t("found on PATH");
    }
}
