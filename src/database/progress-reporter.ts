import type { Progress } from '../contract/progress.ts';

/** Where reports go: the progress ConfigMap in the cluster, and nowhere when run by hand. */
export interface ReportSink {
  /** Best effort: a copy does not fail because its progress could not be told. */
  tell(key: string, report: unknown): Promise<void>;
  /** Tries until it is written or the deadline has passed; throws then. */
  write(key: string, report: unknown): Promise<void>;
}

const interval = 1000;

/** Gathers how far the copy is, and tells it at most once a second. */
export class ProgressReporter {
  readonly #sink: ReportSink;
  readonly #writer: string;
  readonly #say: (line: string) => void;
  #state: Omit<Progress, 'updatedAt' | 'schemaVersion' | 'writer'> = {
    phase: 'connecting',
    tables: { done: 0, total: 0 },
    rows: { done: 0, total: 0 },
    bytes: { done: 0, total: 0 },
    message: '',
  };
  #told = 0;
  #telling: Promise<void> = Promise.resolve();

  /** `say` gets the lines of the log. */
  constructor(sink: ReportSink, writer: string, say: (line: string) => void = console.log) {
    this.#sink = sink;
    this.#writer = writer;
    this.#say = say;
  }

  get current(): Progress {
    return { schemaVersion: 1, writer: this.#writer, updatedAt: new Date().toISOString(), ...this.#state };
  }

  /** A new phase is a line in the log, and is told at once. */
  enter(phase: Progress['phase'], message: string): void {
    this.#state = { ...this.#state, phase, message };
    this.#say(`${phase}: ${message}`);
    this.#tell(true);
  }

  expect(totals: { readonly tables: number; readonly rows: number; readonly bytes: number }): void {
    const { tables, rows, bytes } = this.#state;
    this.#state = {
      ...this.#state,
      tables: { ...tables, total: totals.tables },
      rows: { ...rows, total: totals.rows },
      bytes: { ...bytes, total: totals.bytes },
    };
  }

  moved(bytes: number): void {
    this.#state.bytes.done += bytes;
    this.#tell(false);
  }

  finished(rows: number, message: string): void {
    this.#state.tables.done += 1;
    this.#state.rows.done += rows;
    this.#state = { ...this.#state, message };
    this.#tell(false);
  }

  /** Waits until what was told has arrived or was given up. */
  async settle(): Promise<void> {
    this.#tell(true);
    await this.#telling;
  }

  #tell(now: boolean): void {
    if (!now && performance.now() - this.#told < interval) return;
    this.#told = performance.now();
    this.#telling = this.#telling.then(() => this.#sink.tell('progress', this.current)).catch(() => undefined);
  }
}
