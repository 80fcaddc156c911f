import type { TableProgress } from '../../contract/progress.ts';

/** Estimates from the statistics of the source. */
export interface ExpectedTable {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Maximum tables in a progress report. */
const listed = 20;

/** Milliseconds over which the rate is computed. */
const lookBack = 10_000;

interface State extends ExpectedTable {
  begun: boolean;
  finished: boolean;
  passed: number;
  counted: number;
}

/** The progress of each table in bytes of the source: a stream is smaller than its table. */
export class TableList {
  readonly #tables: Map<string, State>;
  #samples: { readonly at: number; readonly bytes: number }[] = [];

  constructor(tables: readonly ExpectedTable[]) {
    const states = tables.map((table) => ({ ...table, begun: false, finished: false, passed: 0, counted: 0 }));
    this.#tables = new Map(states.sort((a, b) => b.bytes - a.bytes).map((state) => [state.name, state]));
  }

  moved(name: string, bytes: number): void {
    const state = this.#tables.get(name);
    if (state === undefined) return;
    state.begun = true;
    state.passed += bytes;
  }

  finished(name: string, rows: number): void {
    const state = this.#tables.get(name);
    if (state) Object.assign(state, { begun: true, finished: true, counted: rows });
  }

  /** Sum over all tables. */
  get bytes(): { done: number; total: number } {
    const all = [...this.#tables.values()];
    return {
      done: all.reduce((sum, state) => sum + bytesDone(state), 0),
      total: all.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  /** The tables being copied, then the largest others; largest first. */
  list(): TableProgress[] {
    const all = [...this.#tables.values()];
    const inWork = all.filter(({ begun, finished }) => begun && !finished);
    const chosen = new Set([...inWork, ...all].slice(0, listed + inWork.length));
    const few = [...chosen].slice(0, listed).sort((a, b) => b.bytes - a.bytes);
    return few.map((state) => ({
      table: state.name,
      rows: rowsOf(state),
      bytes: { done: bytesDone(state), total: state.bytes },
    }));
  }

  /** Bytes per second over the last ten seconds, and the remaining seconds; empty when unknown. */
  rate(now: number): { bytesPerSecond?: number; secondsLeft?: number } {
    const { done, total } = this.bytes;
    this.#samples = [...this.#samples.filter(({ at }) => now - at <= lookBack), { at: now, bytes: done }];
    const first = this.#samples[0];
    if (first === undefined || now - first.at < 500 || done === total) return {};
    const bytesPerSecond = Math.round(((done - first.bytes) * 1000) / (now - first.at));
    if (bytesPerSecond <= 0) return {};
    return { bytesPerSecond, secondsLeft: Math.ceil((total - done) / bytesPerSecond) };
  }
}

function bytesDone({ finished, passed, bytes }: State): number {
  return finished ? bytes : Math.min(passed, bytes);
}

/** Estimates the rows from the copied bytes until they are counted. */
function rowsOf(state: State): { done: number; total: number } {
  if (state.finished) return { done: state.counted, total: state.counted };
  const part = state.bytes === 0 ? 0 : bytesDone(state) / state.bytes;
  return { done: Math.floor(state.rows * part), total: state.rows };
}
