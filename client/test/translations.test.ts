import assert from "node:assert/strict";
import * as fs from "node:fs";
import { suite, test } from "node:test";
import ts from "typescript";

// The tests run from the root of the repository.
function strings(file: string): Record<string, string> {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, string>;
}

/** Every text that the client hands to `vscode.l10n.t`. */
function textsOfTheClient(): string[] {
    const texts: string[] = [];
    for (const name of fs.readdirSync("client").filter((file) => file.endsWith(".ts"))) {
        const source = ts.createSourceFile(name, fs.readFileSync(`client/${name}`, "utf8"), ts.ScriptTarget.ES2022);
        const visit = (node: ts.Node): void => {
            if (ts.isCallExpression(node) && node.expression.getText(source) === "vscode.l10n.t") {
                const text = node.arguments[0];
                assert.ok(text && ts.isStringLiteral(text), `${name}: l10n.t needs a plain string`);
                texts.push(text.text);
            }
            ts.forEachChild(node, visit);
        };
        visit(source);
    }
    return texts;
}

/** The names in `%name%` in package.json. */
function namesInManifest(): string[] {
    return [...fs.readFileSync("package.json", "utf8").matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? "");
}

function placeholders(text: string): string[] {
    return [...text.matchAll(/\{\d+\}/g)].map((match) => match[0]).sort();
}

const bundles = fs.readdirSync("l10n").map((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? "");

suite("translations", () => {
    test("Chinese is among them", () => {
        assert.ok(bundles.includes("zh-cn"));
    });

    for (const language of bundles) {
        const bundle = strings(`l10n/bundle.l10n.${language}.json`);
        test(`${language}: has every text of the client and no other`, () => {
            assert.deepEqual(Object.keys(bundle).sort(), [...new Set(textsOfTheClient())].sort());
        });

        test(`${language}: keeps the placeholders`, () => {
            for (const [text, translation] of Object.entries(bundle)) {
                assert.deepEqual(placeholders(translation), placeholders(text), text);
                assert.notEqual(translation.trim(), "", text);
            }
        });

        test(`${language}: package.nls has every text of package.json and no other`, () => {
            const english = Object.keys(strings("package.nls.json")).sort();
            assert.deepEqual([...new Set(namesInManifest())].sort(), english);
            assert.deepEqual(Object.keys(strings(`package.nls.${language}.json`)).sort(), english);
        });
    }

    test("titles and descriptions in package.json are translatable", () => {
        const manifest = fs.readFileSync("package.json", "utf8");
        const plain = [...manifest.matchAll(/"(title|description|markdownDescription)": "([^%"][^"]*)"/g)];
        assert.deepEqual(
            plain.map((match) => match[2]),
            ["Lossguard"],
        );
    });
});
