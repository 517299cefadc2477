import * as vscode from "vscode";
import { ask, isInside, onPath, type Python } from "./pythons";
import * as settings from "./settings";

/** The part of the Python extension's interface that is used, when that extension is there. */
interface PythonApi {
    readonly environments: {
        getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
        resolveEnvironment(
            environment: unknown,
        ): Promise<{ readonly executable: { readonly uri: vscode.Uri | undefined } } | undefined>;
        readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
    };
}

export type Origin = "setting" | "pythonExtension" | "path";

export interface ServerPython extends Python {
    origin: Origin;
}

/** The Python extension may be slow to start, or never do: the check of a script must not wait for it. */
const PATIENCE_MS = 5_000;

/** Answers two questions: which Python runs the server, and whose packages are read. */
export class Interpreters implements vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<void>();
    private readonly subscriptions: { dispose(): unknown }[] = [this.changed];
    private environment: string | undefined;
    private connected = false;
    private pythonApi: Promise<PythonApi | undefined> | undefined;

    /** The Python extension's choice is another one now. */
    readonly onDidChange = this.changed.event;

    constructor(
        private readonly launcher: string,
        private readonly log: vscode.LogOutputChannel,
    ) {
        this.subscriptions.push(
            vscode.extensions.onDidChange(() => {
                if (!this.connected) {
                    this.pythonApi = undefined;
                    void this.api();
                }
            }),
        );
        void this.api();
    }

    /** Whose installed packages say which library versions the script runs with; null for nobody's. */
    packages(): string | null {
        return settings.chosenInterpreter() ?? this.environment ?? null;
    }

    /**
     * A Python to run the server, or undefined. Never one of the workspace: a cloned repository must
     * not choose a program that runs as soon as its folder is opened, trusted or not.
     */
    async forServer(): Promise<ServerPython | undefined> {
        const tried = new Set<string>();
        for await (const [candidate, origin] of this.candidates()) {
            if (tried.has(candidate)) {
                continue;
            }
            tried.add(candidate);
            const answer = await ask(candidate, this.launcher);
            if ("refused" in answer) {
                this.log.warn(`Not used to run the server: ${candidate} (${answer.refused})`);
            } else if (origin !== "setting" && isInside(answer.path, settings.folders())) {
                this.log.info(`Not used to run the server: ${answer.path} (it lies in the workspace)`);
            } else {
                this.log.info(`The server runs on ${answer.path} (${answer.version}, ${origin})`);
                return { ...answer, origin };
            }
        }
        return undefined;
    }

    dispose(): void {
        vscode.Disposable.from(...this.subscriptions).dispose();
    }

    private async *candidates(): AsyncGenerator<[string, Origin]> {
        const setting = settings.serverPython();
        if (setting !== undefined) {
            yield [setting, "setting"];
        }
        await Promise.race([this.api(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
        if (this.environment !== undefined && !isInside(this.environment, settings.folders())) {
            yield [this.environment, "pythonExtension"];
        }
        for (const candidate of onPath(settings.folders())) {
            yield [candidate, "path"];
        }
    }

    private api(): Promise<PythonApi | undefined> {
        this.pythonApi ??= this.connect().catch((error: unknown) => {
            this.log.warn(`The Python extension cannot be asked for its environment: ${String(error)}`);
            return undefined;
        });
        return this.pythonApi;
    }

    private async connect(): Promise<PythonApi | undefined> {
        const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
        if (extension === undefined) {
            return undefined;
        }
        const api = await extension.activate();
        this.connected = true;
        this.subscriptions.push(api.environments.onDidChangeActiveEnvironmentPath(() => void this.update(api)));
        await this.update(api);
        return api;
    }

    private async update(api: PythonApi): Promise<void> {
        const active = api.environments.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri);
        const resolved = await api.environments.resolveEnvironment(active);
        // The path of a conda environment without a Python is a folder: then there is nothing to read.
        const environment = resolved?.executable.uri?.fsPath;
        if (environment !== this.environment) {
            this.environment = environment;
            this.log.info(`The Python extension's environment: ${environment ?? "none"}`);
            this.changed.fire();
        }
    }
}
