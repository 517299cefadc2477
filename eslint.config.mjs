import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["client/dist/**"] },
    js.configs.recommended,
    {
        files: ["client/**/*.ts"],
        extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
        languageOptions: { parserOptions: { projectService: true } },
        rules: {
            // A promise that nobody awaits hides its failure: say `void` where that is meant.
            "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: true }],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            eqeqeq: "error",
        },
    },
    {
        // node:test returns promises from `test` that its runner awaits.
        files: ["client/test/**"],
        rules: { "@typescript-eslint/no-floating-promises": "off" },
    },
    {
        files: ["client/*.mjs"],
        languageOptions: { globals: { process: "readonly", console: "readonly" } },
    },
);
