import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { after, before, suite, test } from "node:test";
import { ask, isInside, onPath } from "../pythons";

let folder = "";

before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lossguard-")));
});

after(() => {
    fs.rmSync(folder, { recursive: true });
});

function place(name: string, content = ""): string {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content, { mode: 0o755 });
    return file;
}

const onPosix = { skip: process.platform === "win32" };

suite("isInside", () => {
    test("a file below a folder, however deep", () => {
        assert.equal(isInside("/work/space/a/b/python", ["/other", "/work/space"]), true);
    });

    test("a folder whose name begins alike is another folder", () => {
        assert.equal(isInside("/work/space-two/python", ["/work/space"]), false);
        assert.equal(isInside("/work/..python/python", ["/work"]), true);
    });

    test("the link in a virtual environment belongs to the workspace that it lies in", onPosix, () => {
        const outside = place("usr/bin/python3");
        fs.mkdirSync(path.join(folder, "space/.venv/bin"), { recursive: true });
        const link = path.join(folder, "space/.venv/bin/python");
        fs.symlinkSync(outside, link);
        assert.equal(isInside(link, [path.join(folder, "space")]), true);
        assert.equal(isInside(outside, [path.join(folder, "space")]), false);
    });

    test("a link from outside into the workspace belongs to the workspace", onPosix, () => {
        const evil = place("space2/tool/python");
        const link = path.join(folder, "python-link");
        fs.symlinkSync(evil, link);
        assert.equal(isInside(link, [path.join(folder, "space2")]), true);
    });

    test("a workspace opened through a link is the same workspace", onPosix, () => {
        const python = place("space3/bin/python");
        fs.symlinkSync(path.join(folder, "space3"), path.join(folder, "alias"));
        assert.equal(isInside(python, [path.join(folder, "alias")]), true);
    });
});

suite("onPath", onPosix, () => {
    test("python3 comes before python, whichever folder is first", () => {
        const python = place("one/python");
        const python3 = place("two/python3");
        const PATH = [path.dirname(python), path.dirname(python3)].join(":");
        assert.deepEqual(onPath([], { PATH }, "linux"), [python3, python]);
    });

    test("relative folders and folders of the workspace are left out", () => {
        const mine = place("mine/python3");
        place("space4/bin/python3");
        const PATH = [".", "bin", path.join(folder, "space4/bin"), path.dirname(mine)].join(":");
        assert.deepEqual(onPath([path.join(folder, "space4")], { PATH }, "linux"), [mine]);
    });

    test("no PATH at all", () => {
        assert.deepEqual(onPath([], {}, "linux"), []);
    });
});

suite("ask", onPosix, () => {
    test("believes the interpreter's own word about who it is", async () => {
        const shim = place("shim/python3", "#!/bin/sh\necho /real/python3\necho 3.12.1\n");
        assert.deepEqual(await ask(shim, "launch.py"), { path: "/real/python3", version: "3.12.1" });
    });

    test("refuses with the last line of what it complained", async () => {
        const old = place("old/python3", "#!/bin/sh\necho Noise >&2\necho Too old. >&2\nexit 78\n");
        assert.deepEqual(await ask(old, "launch.py"), { refused: "Too old." });
    });

    test("refuses what cannot be started", async () => {
        const answer = await ask(path.join(folder, "nowhere/python3"), "launch.py");
        assert.ok("refused" in answer);
    });

    test("does not wait for ever", async () => {
        const hung = place("hung/python3", "#!/bin/sh\nexec sleep 60\n");
        const answer = await ask(hung, "launch.py", 200);
        assert.ok("refused" in answer);
    });
});
