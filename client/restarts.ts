/**
 * Runs one piece of work at a time. However many requests arrive while it runs, it runs once more
 * afterwards: a settings file saved ten times restarts the server twice at most.
 */
export class RestartQueue {
    private running: Promise<void> | undefined;
    private next: Promise<void> | undefined;

    constructor(private readonly work: () => Promise<void>) {}

    /** Settles when a run that began after this call has ended. */
    request(): Promise<void> {
        // Asked first: for a moment the old run has ended and the next one has not begun yet.
        if (this.next !== undefined) {
            return this.next;
        }
        if (this.running === undefined) {
            return this.run();
        }
        this.next = this.running.then(
            () => this.run(),
            () => this.run(),
        );
        return this.next;
    }

    /** Settles when nothing runs and nothing waits, as things stand now. */
    settled(): Promise<void> {
        return this.next ?? this.running ?? Promise.resolve();
    }

    private run(): Promise<void> {
        this.next = undefined;
        const run = this.work().finally(() => {
            if (this.running === run) {
                this.running = undefined;
            }
        });
        this.running = run;
        return run;
    }
}

/** How often a server may die before it is left alone: a restart cures a fluke, not a fault. */
export class CrashBudget {
    private readonly crashes: number[] = [];

    constructor(
        private readonly limit = 3,
        private readonly windowMs = 180_000,
        private readonly now: () => number = Date.now,
    ) {}

    /** Notes a crash; false when there were too many of late. */
    spend(): boolean {
        const now = this.now();
        this.crashes.push(now);
        while (this.crashes.length > 0 && now - (this.crashes[0] ?? now) > this.windowMs) {
            this.crashes.shift();
        }
        return this.crashes.length < this.limit;
    }

    refill(): void {
        this.crashes.length = 0;
    }
}
