// Bundles the client into one file; with --tests, bundles its unit tests instead.
import { build } from "esbuild";
import { globSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const shared = {
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "warning",
};

if (process.argv.includes("--tests")) {
    await build({
        ...shared,
        entryPoints: globSync("client/test/*.test.ts", { cwd: root }),
        // The editor's module exists in the editor only.
        external: ["vscode", "typescript"],
        outdir: "build/client-tests",
        sourcemap: "inline",
    });
} else {
    await build({
        ...shared,
        entryPoints: ["client/extension.ts"],
        external: ["vscode"],
        outfile: "client/dist/extension.js",
        minify: true,
        legalComments: "linked",
    });
}
