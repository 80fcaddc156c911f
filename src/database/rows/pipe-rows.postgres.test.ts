import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DatabasePair, startDatabasePair } from '../../../dev/database/database-pair.ts';
import { connect } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { CopyOut } from './copy-query.ts';
import { PipeFailure, pipeRows } from './pipe-rows.ts';
import type { SessionPair } from '../server/session-pair.ts';

describe('pipeRows', () => {
  let servers: DatabasePair;
  let target: ConnectionTarget;
  let pair: Omit<SessionPair, 'end'>;

  beforeAll(async () => {
    servers = await startDatabasePair({ rows: 800 });
    target = await servers.newTarget();
  });

  beforeEach(async () => {
    pair = { source: await connect(servers.source), target: await connect(target) };
    await pair.target.query('drop table if exists public.numbers; create table public.numbers (n int, said text)');
  });

  afterEach(async () => {
    await Promise.all([pair.source.end(), pair.target.end()]);
  });

  afterAll(async () => {
    await servers.stop();
  });

  function pipe(query: string, format = 'binary', onRows = (_bytes: Buffer): void => undefined): Promise<number> {
    const into = `copy public.numbers from stdin (format ${format})`;
    return pipeRows(pair, { out: `copy (${query}) to stdout (format ${format})`, into }, onRows);
  }

  async function stored(): Promise<unknown> {
    const { rows } = await pair.target.query(
      `select pg_catalog.count(*)::int as rows, pg_catalog.sum(pg_catalog.length(said))::int as length from public.numbers`,
    );
    return rows[0];
  }

  it.each([
    ['no row', 0, 10],
    ['many short rows', 200_000, 3],
    ['a few that are larger than any buffer', 3, 20_000_000],
  ])('moves %s, and both sessions go on', async (_what, rows, length) => {
    for (const format of ['binary', 'text']) {
      await pair.target.query('truncate public.numbers');
      const query = `select n, pg_catalog.repeat('x', ${length}) from pg_catalog.generate_series(1, ${rows}) n`;
      let seen = 0;
      const moved = await pipe(query, format, (bytes) => (seen += bytes.length));
      expect(moved).toBe(rows);
      expect(seen).toBeGreaterThanOrEqual(rows * length);
      expect(await stored()).toEqual({ rows, length: rows === 0 ? null : rows * length });
      expect((await pair.source.query<{ one: number }>('select 1 as one')).rows[0]?.one).toBe(1);
    }
  });

  it('moves statement after statement, and lets a notice pass between two rows', async () => {
    await pair.source.query(`
      create function pg_temp.said(n int) returns text language plpgsql as
        $$ begin raise notice 'row %', n; return pg_catalog.repeat('y', n); end $$`);
    const notices: (string | undefined)[] = [];
    pair.source.on('notice', ({ message }) => notices.push(message));
    for (let turn = 0; turn < 30; turn += 1) {
      expect(await pipe('select n, pg_temp.said(n) from pg_catalog.generate_series(1, 20) n')).toBe(20);
    }
    expect(await stored()).toEqual({ rows: 600, length: 30 * 210 });
    expect(notices).toHaveLength(600);
    expect(notices.slice(0, 2)).toEqual(['row 1', 'row 2']);
  });

  it('says that the source failed, in the middle of the rows', async () => {
    const failing = pipe('select n, (1 / (100000 - n))::text from pg_catalog.generate_series(1, 200000) n');
    await expect(failing).rejects.toBeInstanceOf(PipeFailure);
    await expect(failing).rejects.toMatchObject({ side: 'source', cause: { message: 'division by zero' } });
  });

  it('says that the target failed, in the middle of the rows', async () => {
    await pair.target.query('alter table public.numbers add constraint small check (n < 100000)');
    const refused = pipe('select n, n::text from pg_catalog.generate_series(1, 3000000) n');
    await expect(refused).rejects.toMatchObject({ side: 'target', cause: { constraint: 'small' } });
  });

  it('says that the target failed, before the first row', async () => {
    const refused = pipeRows(
      pair,
      { out: 'copy (select 1) to stdout', into: 'copy nothing from stdin' },
      () => undefined,
    );
    await expect(refused).rejects.toMatchObject({ side: 'target', cause: { code: '42P01' } });
  });

  it.each(['source', 'target'] as const)('says that the %s is gone', async (side) => {
    pair[side].on('error', () => undefined);
    let bytes = 0;
    const gone = pipe('select n, n::text from pg_catalog.generate_series(1, 30000000) n', 'binary', (some) => {
      if (bytes === 0) pair[side].connection.stream.destroy();
      bytes += some.length;
    });
    await expect(gone).rejects.toMatchObject({ side });
  });

  it('says what whoever looks at the rows could not bear', async () => {
    const broken = pipe('select n, n::text from pg_catalog.generate_series(1, 300000) n', 'binary', () => {
      throw new Error('no such row');
    });
    await expect(broken).rejects.toMatchObject({ side: 'source', cause: { message: 'no such row' } });
  });

  it('does not read ahead of a target that takes nothing', async () => {
    const other = await connect(target);
    await other.query('begin; lock table public.numbers in access exclusive mode');
    let bytes = 0;
    const waiting = pipe(
      `select n, pg_catalog.repeat('z', 1000) from pg_catalog.generate_series(1, 100000) n`,
      'text',
      (some) => {
        bytes += some.length;
      },
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bytes).toBe(0);
    await other.query('commit');
    await other.end();
    expect(await waiting).toBe(100_000);
  });

  it('refuses a statement on a session that has ended', async () => {
    await pair.source.end();
    const reader = pair.source.query(new CopyOut('copy (select 1) to stdout', () => undefined));
    await expect(reader.rows).rejects.toThrow();
  });
});
