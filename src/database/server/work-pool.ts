/** One job. The heaviest one starts first, so that the longest job is not the last. */
export interface Job<Resource> {
  readonly weight: number;
  /** Returns the jobs that may start after this one. */
  readonly run: (resource: Resource) => Promise<readonly Job<Resource>[]>;
}

/**
 * Runs the jobs and their follow-up jobs with several workers, each with its own resource. After the first failure no
 * further job starts; it is thrown when all running jobs have finished.
 */
export async function workThrough<Resource extends { end(): Promise<void> }>(
  jobs: readonly Job<Resource>[],
  open: readonly (() => Promise<Resource>)[],
): Promise<void> {
  const pool = new WorkPool(jobs);
  await Promise.all(open.map((start) => pool.work(start)));
  if (pool.failures.length > 0) throw pool.failures[0];
}

class WorkPool<Resource extends { end(): Promise<void> }> {
  readonly failures: unknown[] = [];
  readonly #ready: Job<Resource>[];
  #busy = 0;
  #wake: (() => void)[] = [];

  constructor(jobs: readonly Job<Resource>[]) {
    this.#ready = [...jobs];
  }

  async work(start: () => Promise<Resource>): Promise<void> {
    let resource: Resource | undefined;
    try {
      resource = await start();
      for (let job = await this.#next(); job !== undefined; job = await this.#next()) await this.#do(job, resource);
    } catch (error) {
      this.failures.push(error);
    } finally {
      this.#wakeAll();
      await resource?.end().catch(() => undefined);
    }
  }

  async #do(job: Job<Resource>, resource: Resource): Promise<void> {
    try {
      this.#ready.push(...(await job.run(resource)));
    } finally {
      this.#busy -= 1;
      this.#wakeAll();
    }
  }

  /** The next job. Undefined when all are done or one has failed; waits while running jobs may return more. */
  async #next(): Promise<Job<Resource> | undefined> {
    while (this.failures.length === 0) {
      if (this.#ready.length > 0) {
        // Count this worker as busy before another one checks: a worker ends when it finds no job and no busy worker.
        this.#busy += 1;
        return this.#heaviest();
      }
      if (this.#busy === 0) return undefined;
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    return undefined;
  }

  #heaviest(): Job<Resource> | undefined {
    let best = 0;
    for (const [at, { weight }] of this.#ready.entries()) if (weight > (this.#ready[best]?.weight ?? 0)) best = at;
    return this.#ready.splice(best, 1)[0];
  }

  #wakeAll(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}
