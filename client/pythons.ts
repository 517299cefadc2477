import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export interface Python {
    /** What the interpreter calls itself: a shim or a launcher is seen through. */
    path: string;
    version: string;
}

/** Why a candidate is not used, in a few words for the log. */
export interface Refusal {
    refused: string;
}

/** Started outside every workspace, so that no file lying there has a say in which Python answers. */
export const NEUTRAL_FOLDER = os.homedir();

/** Has a candidate start the launcher, which knows best whether the bundled libraries fit it. */
export function ask(candidate: string, launcher: string, timeoutMs = 10_000): Promise<Python | Refusal> {
    return new Promise((resolve) => {
        execFile(
            candidate,
            ["-I", "-S", "-B", launcher, "who"],
            { cwd: NEUTRAL_FOLDER, timeout: timeoutMs, windowsHide: true },
            (error, stdout, stderr) => {
                const [executable, version] = stdout.split(/\r?\n/);
                if (error === null && executable && version) {
                    resolve({ path: executable, version });
                    return;
                }
                const lastLine = stderr.trim().split(/\r?\n/).at(-1) ?? "";
                resolve({ refused: lastLine !== "" ? lastLine : (error?.message ?? "no answer") });
            },
        );
    });
}

/**
 * Whether a file belongs to one of the folders, by its name or by where links lead. All three forms
 * count: the `python` of a virtual environment in the workspace is a link to one outside, and still
 * the workspace's own.
 */
export function isInside(file: string, folders: readonly string[]): boolean {
    const named = path.resolve(file);
    const forms = [named, path.join(realPath(path.dirname(named)), path.basename(named)), realPath(named)];
    return folders.some((folder) => {
        const roots = [path.resolve(folder), realPath(folder)];
        return forms.some((form) => roots.some((root) => contains(root, form)));
    });
}

function contains(root: string, file: string): boolean {
    const relative = path.relative(root, file);
    return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function realPath(file: string): string {
    try {
        return fs.realpathSync(file);
    } catch {
        return file;
    }
}

/** The Pythons on PATH, in order; relative entries and those in `without` are left out. */
export function onPath(
    without: readonly string[],
    env: NodeJS.ProcessEnv = process.env,
    platform: NodeJS.Platform = process.platform,
): string[] {
    const names =
        platform === "win32"
            ? ["python.exe", "python3.exe"]
            : ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
    const value = env.PATH ?? env.Path ?? "";
    const folders = value
        .split(platform === "win32" ? ";" : ":")
        .filter((folder) => path.isAbsolute(folder) && !isInside(folder, without));
    // By name first: `python3` anywhere on PATH is what the person means by Python, before a
    // `python3.13` that some tool left in an earlier folder.
    return names
        .flatMap((name) => folders.map((folder) => path.join(folder, name)))
        .filter((file, index, all) => all.indexOf(file) === index && fs.existsSync(file));
}
