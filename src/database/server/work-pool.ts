/** One piece of work. The heaviest that may begin is begun first: what takes longest must not come last. */
export interface Job<Resource> {
  readonly weight: number;
  /** Answers the jobs that may begin now that this one is done. */
  readonly run: (resource: Resource) => Promise<readonly Job<Resource>[]>;
}

/**
 * Does the jobs and those that follow from them with so many workers, each with a resource of its own. The first
 * failure stops the others from taking another job, and is thrown when all have come to rest.
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

  /** Undefined when all is done or something has failed; waits while others may still have more to come. */
  async #next(): Promise<Job<Resource> | undefined> {
    while (this.failures.length === 0) {
      if (this.#ready.length > 0) {
        // Counted before anybody else can look: who finds nothing to do and nobody busy goes home.
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
