import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { CrashBudget, RestartQueue } from "../restarts";

/** Work that is under the test's control: each run waits until it is let go. */
function controlledWork() {
    const waiting: { finish: () => void; fail: () => void }[] = [];
    let most = 0;
    let now = 0;
    let runs = 0;
    const work = async (): Promise<void> => {
        runs++;
        most = Math.max(most, ++now);
        try {
            await new Promise<void>((resolve, reject) =>
                waiting.push({
                    finish: resolve,
                    fail: () => {
                        reject(new Error("failed"));
                    },
                }),
            );
        } finally {
            now--;
        }
    };
    return { work, next: () => waiting.shift(), runs: () => runs, most: () => most };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

suite("RestartQueue", () => {
    test("many requests during a run become one more run", async () => {
        const control = controlledWork();
        const queue = new RestartQueue(control.work);
        const first = queue.request();
        const later = [queue.request(), queue.request(), queue.request()];
        control.next()?.finish();
        await first;
        await turn();
        control.next()?.finish();
        await Promise.all(later);
        assert.equal(control.runs(), 2);
        assert.equal(control.most(), 1);
    });

    test("a request made when all is quiet runs at once", async () => {
        const control = controlledWork();
        const queue = new RestartQueue(control.work);
        for (let run = 1; run <= 2; run++) {
            const request = queue.request();
            assert.equal(control.runs(), run);
            control.next()?.finish();
            await request;
        }
    });

    test("a request at the very moment that a run ends does not run beside the next", async () => {
        const control = controlledWork();
        const queue = new RestartQueue(control.work);
        const first = queue.request();
        const second = queue.request();
        let third: Promise<void> | undefined;
        void first.finally(() => {
            third = queue.request();
        });
        control.next()?.finish();
        await first;
        await turn();
        control.next()?.finish();
        await second;
        await turn();
        control.next()?.finish();
        await third;
        assert.equal(control.most(), 1);
    });

    test("a failed run does not stop the next", async () => {
        const control = controlledWork();
        const queue = new RestartQueue(control.work);
        const first = queue.request();
        const second = queue.request();
        control.next()?.fail();
        await assert.rejects(first);
        await turn();
        control.next()?.finish();
        await second;
        assert.equal(control.runs(), 2);
    });

    test("settled waits for what is waiting, too", async () => {
        const control = controlledWork();
        const queue = new RestartQueue(control.work);
        await queue.settled();
        void queue.request();
        void queue.request();
        let settled = false;
        const waiting = queue.settled().then(() => {
            settled = true;
        });
        control.next()?.finish();
        await turn();
        assert.equal(settled, false);
        control.next()?.finish();
        await waiting;
    });
});

suite("CrashBudget", () => {
    test("three crashes within the window are too many", () => {
        const budget = new CrashBudget(3, 1000, () => 0);
        assert.deepEqual([budget.spend(), budget.spend(), budget.spend()], [true, true, false]);
    });

    test("old crashes are forgotten", () => {
        let now = 0;
        const budget = new CrashBudget(2, 1000, () => now);
        assert.equal(budget.spend(), true);
        now = 1001;
        assert.equal(budget.spend(), true);
        assert.equal(budget.spend(), false);
    });

    test("a restart asked for by a person starts afresh", () => {
        const budget = new CrashBudget(2, 1000, () => 0);
        budget.spend();
        budget.refill();
        assert.equal(budget.spend(), true);
    });
});
