import type { TableProgress } from '../../contract/progress.ts';

/** As the source's statistics have it. */
export interface ExpectedTable {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Tables that a progress lists, so that it stays small. */
const listed = 20;

/** Milliseconds that the rate looks back. */
const lookBack = 10_000;

interface State extends ExpectedTable {
  begun: boolean;
  finished: boolean;
  passed: number;
  counted: number;
}

/** How far each table is, in the source's bytes: a stream is smaller than the table that it comes from. */
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

  /** Of all tables together. */
  get bytes(): { done: number; total: number } {
    const all = [...this.#tables.values()];
    return {
      done: all.reduce((sum, state) => sum + bytesDone(state), 0),
      total: all.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  /** Those in work, then those that are next or were biggest; biggest first. */
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

  /** Bytes in a second over the last ten, and the seconds that are left at that; nothing where it cannot be told. */
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

/** What has passed says how many rows they are, about, until they are counted. */
function rowsOf(state: State): { done: number; total: number } {
  if (state.finished) return { done: state.counted, total: state.counted };
  const part = state.bytes === 0 ? 0 : bytesDone(state) / state.bytes;
  return { done: Math.floor(state.rows * part), total: state.rows };
}
