import type { Progress } from '../../contract/progress.ts';
import type { ReportKind } from '../../contract/report-frames.ts';
import { type ExpectedTable, TableList } from './table-progress.ts';

/** The destination of reports: the log in the cluster, none when run by hand. */
export interface ReportSink {
  /** Best effort: a copy must not fail because its progress cannot be reported. */
  tell(kind: ReportKind, report: unknown): Promise<void>;
  /** Throws when it could not be written. */
  write(kind: ReportKind, report: unknown): Promise<void>;
}

/** Used when the worker is run by hand: the log lines are enough. */
export const noReports: ReportSink = { tell: () => Promise.resolve(), write: () => Promise.resolve() };

/** A node keeps 10 MiB of a container's log by default: a copy of several hours must not exceed it. */
const intervalMilliseconds = 2000;
const megabyte = 1024 * 1024;

/** Collects the progress of the copy, and reports it at most every two seconds to the sink and the log. */
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
  #tables = new TableList([]);
  #reportedAt = 0;
  /** Only one report is sent at a time; the latest follows it, and those in between are skipped. */
  #onItsWay: Promise<void> | undefined;
  #another = false;

  /** `say` receives the lines of the log. */
  constructor(sink: ReportSink, writer: string, say: (line: string) => void = console.log) {
    this.#sink = sink;
    this.#writer = writer;
    this.#say = say;
  }

  get current(): Progress {
    return { schemaVersion: 1, writer: this.#writer, updatedAt: new Date().toISOString(), ...this.#state };
  }

  /** Starts a new phase, which is logged and reported at once. */
  enter(phase: Progress['phase'], message: string): void {
    this.#refresh();
    this.#state = { ...this.#state, phase, message };
    this.#say(`${phase}: ${message}`);
    this.#tell();
  }

  expect(tables: readonly ExpectedTable[]): void {
    this.#tables = new TableList(tables);
    this.#state.tables = { done: 0, total: tables.length };
    this.#state.rows = { done: 0, total: tables.reduce((sum, { rows }) => sum + rows, 0) };
    this.#state.bytes = this.#tables.bytes;
  }

  moved(table: string, bytes: number): void {
    this.#tables.moved(table, bytes);
    this.#tellNowAndThen();
  }

  finished(table: string, rows: number): void {
    this.#tables.finished(table, rows);
    this.#state.tables.done += 1;
    this.#state.rows.done += rows;
    this.#state.message = table;
    this.#tellNowAndThen();
  }

  note(message: string): void {
    this.#state.message = message;
    this.#tellNowAndThen();
  }

  /** Waits until the last report was sent or has failed. */
  async settle(): Promise<void> {
    this.#refresh();
    this.#tell();
    while (this.#onItsWay) await this.#onItsWay;
  }

  #tellNowAndThen(): void {
    if (performance.now() - this.#reportedAt < intervalMilliseconds) return;
    this.#refresh();
    this.#say(this.#line());
    this.#tell();
  }

  /** Computes the sums over all tables only for a report, not for each chunk. */
  #refresh(): void {
    const { phase, tables, rows, bytes, message } = this.#state;
    this.#state = { phase, tables, rows, bytes, message };
    if (phase !== 'rows') return;
    this.#state.bytes = this.#tables.bytes;
    Object.assign(this.#state, this.#tables.rate(performance.now()), { current: this.#tables.list() });
  }

  #line(): string {
    const { phase, tables, rows, bytes, message, bytesPerSecond, secondsLeft } = this.#state;
    if (phase !== 'rows') return `${phase}: ${message}`;
    const moved = `${Math.round(bytes.done / megabyte)} of about ${Math.round(bytes.total / megabyte)} MB`;
    const speed =
      bytesPerSecond === undefined
        ? ''
        : `, ${(bytesPerSecond / megabyte).toFixed(1)} MB/s, about ${secondsLeft} s left`;
    return `rows: ${tables.done} of ${tables.total} tables, ${rows.done} rows, ${moved}${speed}`;
  }

  #tell(): void {
    this.#reportedAt = performance.now();
    this.#another = true;
    this.#onItsWay ??= this.#send().finally(() => {
      this.#onItsWay = undefined;
    });
  }

  async #send(): Promise<void> {
    while (this.#another) {
      this.#another = false;
      await this.#sink.tell('progress', this.current).catch(() => undefined);
    }
  }
}
