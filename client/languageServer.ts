import { spawn, type ChildProcess } from "node:child_process";
import * as vscode from "vscode";
import {
    CloseAction,
    DidChangeConfigurationNotification,
    ErrorAction,
    LanguageClient,
    type LanguageClientOptions,
} from "vscode-languageclient/node";
import { SERVER_COMMAND } from "./dryRun";
import type { Interpreters, ServerPython } from "./interpreter";
import { NEUTRAL_FOLDER } from "./pythons";
import { CrashBudget, RestartQueue } from "./restarts";
import * as settings from "./settings";
import type { Status } from "./status";

/** What the server says of itself, whenever it likes to. */
interface StatusParams {
    state: "ready" | "checking" | "problem";
    message: string;
    interpreter: string | null;
}

/** `bundled/launch.py` ends with this when the Python is too old for it. */
const EXIT_UNUSABLE_PYTHON = 78;

/** Long enough for a cold disk, short enough that a hung server does not block the queue for ever. */
const START_TIMEOUT_MS = 60_000;

/** Says every failure in the log only: what a person has to know of it stands in the status item. */
class QuietClient extends LanguageClient {
    override error(message: string, data?: unknown): void {
        super.error(message, data, false);
    }
}

interface Running {
    client: LanguageClient;
    process: ChildProcess;
}

/** The language server: started, stopped and restarted, one thing at a time. */
export class LanguageServer {
    private readonly queue = new RestartQueue(() => this.cycle());
    private readonly crashes = new CrashBudget();
    private running: Running | undefined;
    private disposed = false;

    constructor(
        private readonly launcher: string,
        private readonly bytecode: string,
        private readonly interpreters: Interpreters,
        private readonly status: Status,
        private readonly log: vscode.LogOutputChannel,
    ) {}

    get client(): LanguageClient | undefined {
        return this.running?.client;
    }

    /** Asked for by a person or by a setting: crashes of the past no longer count. */
    restart(reason: string): Promise<void> {
        this.log.info(`Restart asked for: ${reason}`);
        this.crashes.refill();
        return this.queue.request();
    }

    /** Sends the settings to the running server; a server that is not running gets them when it starts. */
    async pushSettings(): Promise<void> {
        const value = settings.serverSettings(this.interpreters.packages());
        this.log.info(`Settings: ${JSON.stringify(value)}`);
        await this.client?.sendNotification(DidChangeConfigurationNotification.type, {
            settings: { [settings.SECTION]: value },
        });
    }

    /** Another environment was selected: its packages are read from now on, and it may run the server if none did. */
    async environmentChanged(): Promise<void> {
        await this.queue.settled();
        this.status.setPackages(this.interpreters.packages());
        if (this.running === undefined) {
            await this.restart("another environment was selected");
        } else {
            await this.pushSettings();
        }
    }

    async dispose(): Promise<void> {
        this.disposed = true;
        await this.queue.request();
    }

    private async cycle(): Promise<void> {
        await this.stop();
        if (this.disposed || !settings.isEnabled()) {
            this.status.hide();
            return;
        }
        this.status.setPython(undefined);
        this.status.show("starting");
        const python = await this.interpreters.forServer();
        if (python === undefined) {
            this.reportNoPython();
            return;
        }
        this.status.setPython(python);
        this.status.setPackages(this.interpreters.packages());
        await this.start(python);
    }

    private async start(python: ServerPython): Promise<void> {
        const process = this.spawn(python);
        const client = new QuietClient(
            settings.SECTION,
            "Lossguard",
            () => Promise.resolve(process),
            this.clientOptions(process),
        );
        client.onNotification("lossguard/status", ({ state, message, interpreter }: StatusParams) => {
            this.status.setPackages(interpreter);
            this.status.show(state, message);
        });
        const timeout = setTimeout(() => {
            this.log.error(`The server did not answer within ${START_TIMEOUT_MS / 1000} seconds`);
            process.kill("SIGKILL");
        }, START_TIMEOUT_MS);
        try {
            await client.start();
            this.running = { client, process };
            this.status.show("ready");
        } catch (error) {
            process.kill();
            this.log.error(`The server did not start: ${String(error)}`);
            this.status.setPython(undefined);
            this.status.show("problem", this.whyNotStarted(process, python));
        } finally {
            clearTimeout(timeout);
        }
    }

    private spawn(python: ServerPython): ChildProcess {
        // -I -S: neither the environment's variables nor its packages reach the server. -B: nothing is
        // written beside the libraries; the launcher takes the folder for compiled modules instead.
        const args = ["-I", "-S", "-B", this.launcher, "server", "--stdio"];
        this.log.info(`Starting: ${[python.path, ...args].join(" ")}`);
        const env = { ...process.env, LOSSGUARD_PYCACHE: this.bytecode };
        const child = spawn(python.path, args, { cwd: NEUTRAL_FOLDER, env, stdio: "pipe", windowsHide: true });
        child.on("error", (error) => {
            this.log.error(`The server cannot be started: ${error.message}`);
        });
        child.on("exit", (code, signal) => {
            this.log.info(`The server ended (${signal ?? `exit code ${String(code)}`})`);
        });
        return child;
    }

    private clientOptions(process: ChildProcess): LanguageClientOptions {
        return {
            documentSelector: [
                { scheme: "file", language: "python" },
                { scheme: "untitled", language: "python" },
                { notebook: "jupyter-notebook", language: "python" },
            ],
            initializationOptions: { settings: settings.serverSettings(this.interpreters.packages()) },
            middleware: {
                // A lens names the server's command, as any editor can carry it out; here it asks for more first.
                executeCommand: (command, args: readonly unknown[], next): unknown => {
                    const [target] = args as readonly { uri: string }[];
                    return command === SERVER_COMMAND && target !== undefined
                        ? vscode.commands.executeCommand("lossguard.dryRun", vscode.Uri.parse(target.uri))
                        : next(command, [...args]);
                },
            },
            outputChannel: this.log,
            traceOutputChannel: this.log,
            initializationFailedHandler: () => false,
            errorHandler: {
                error: () => ({ action: ErrorAction.Continue, handled: true }),
                closed: () => {
                    // While it is starting, `start` reports the failure.
                    if (this.running?.process === process) {
                        this.running = undefined;
                        this.recover();
                    }
                    return { action: CloseAction.DoNotRestart, handled: true, message: "The connection was closed" };
                },
            },
        };
    }

    private recover(): void {
        if (this.crashes.spend()) {
            this.log.warn("The server ended by itself; starting it again");
            void this.queue.request();
            return;
        }
        this.log.error("The server keeps ending by itself; it is left alone until a restart is asked for");
        this.status.setPython(undefined);
        this.status.show(
            "problem",
            vscode.l10n.t("The server keeps crashing. Its last words are in the log; Restart Server tries again."),
        );
    }

    private async stop(): Promise<void> {
        const running = this.running;
        this.running = undefined;
        if (running === undefined) {
            return;
        }
        try {
            await running.client.stop();
        } catch (error) {
            this.log.warn(`The server did not stop when told to: ${String(error)}`);
        }
        // It has been told to exit; one that is busy or stuck must not live on beside its successor.
        const deadline = setTimeout(() => running.process.kill("SIGKILL"), 2_000);
        running.process.once("exit", () => {
            clearTimeout(deadline);
        });
    }

    private whyNotStarted(process: ChildProcess, python: ServerPython): string {
        return process.exitCode === EXIT_UNUSABLE_PYTHON
            ? vscode.l10n.t(
                  "{0} cannot run the server. Set lossguard.serverPython to a Python 3.10 or newer.",
                  python.path,
              )
            : vscode.l10n.t("The server did not start. The log says why; Restart Server tries again.");
    }

    private reportNoPython(): void {
        const message = vscode.l10n.t(
            "No Python 3.10 or newer was found outside this workspace. Install one, or set lossguard.serverPython to its path.",
        );
        this.log.error(message);
        this.status.show("problem", message);
    }
}
