import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../src/contract/progress.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { ApiCaller } from './api-caller.ts';
import { fingerprint } from './database-fingerprint.ts';
import { watchJournal } from './journal-watch.ts';
import { Journey } from './journey.ts';

let journey: Journey;

afterEach(async () => {
  await journey.end();
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client(journey.sample.database());
  await client.connect();
  return client;
}

/** Resolves when a step has begun. */
function begun(step: 'prepare' | 'freeze'): Promise<void> {
  return new Promise((resolve) => {
    const stop = watchJournal(testCluster().client('admin'), journey, (journal) => {
      if (journal.steps[step] === undefined) return;
      stop();
      resolve();
    });
  });
}

interface Told {
  readonly progress: readonly Progress[];
  readonly log: string;
}

/** What people see of the copies while they run, until the result is called. */
function watchCopies(api: ApiCaller): () => Promise<Told> {
  const progress: Progress[] = [];
  const logs: string[] = [];
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      const status = await api.status('viewer');
      if (status.progress !== undefined) progress.push(status.progress);
      for (const step of ['prepare', 'database']) {
        const { code, text } = await api.ask(`${api.part('logs')}?step=${step}`, { user: 'namespace-admin' });
        if (code === 200) logs.push(text);
      }
      await sleep(100);
    }
  })();
  return async () => {
    over.abort();
    await watching;
    return { progress, log: logs.join('') };
  };
}

const write = `
  insert into logentry3 select (jsonb_populate_record(null::logentry3,
      to_jsonb(l) || jsonb_build_object('id', nextval('logentry3_id_seq')))).* from (select * from logentry3 limit 20) l;
  update tag set lifetime_end_ms = 1 where id in (select id from tag order by random() limit 5);
  update repository set description = description || '.' where id in (select id from repository where id % 7 <> 1 limit 5);
  delete from repositoryactioncount where id in (select id from repositoryactioncount order by random() limit 5)`;

describe('a copy before the freeze', () => {
  it('is made while the registry is written to, and is equal in the end', async () => {
    journey = await Journey.begin({ sample: 'a', rows: 50_000 });
    const before = await journey.untilServes('legacy');
    const [writer, long] = [await connected(), await connected()];
    await long.query(`begin; update repository set name = name || '-renamed' where id % 7 = 1`);
    const seen = watchCopies(await ApiCaller.of(journey));
    const frozen = new AbortController();
    const freezing = begun('freeze').then(async () => {
      await long.query('commit');
      await long.end();
      frozen.abort();
    });
    const writing = (async () => {
      let times = 0;
      for (; !frozen.signal.aborted; times += 1) await writer.query(write).then(() => sleep(50));
      await writer.end();
      return times;
    })();
    await journey.label();
    await freezing;
    expect(await writing).toBeGreaterThan(10);
    await journey.untilReason('Migrated');

    const told = await seen();
    expect(new Set(told.progress.map(({ writer }) => writer.replace(/-[^-]+$/, '')))).toContain('prod-qm-first-1');
    expect(told.progress.at(-1)?.tables.total).toBeGreaterThan(0);
    expect(told.log).toContain('rows: ');
    expect(told.log).not.toContain('quay-migration-report');

    const { proof, steps } = await journey.lastJournal();
    expect(steps.prepare?.message).toContain('pre-copy finished');
    expect(proof?.equal).toBe(true);
    const rows = Object.fromEntries((proof?.tables ?? []).map(({ table, rows: of }) => [table, of.target]));
    const old = await fingerprint(journey.sample.database());
    for (const table of ['logentry3', 'tag', 'repository', 'repositoryactioncount']) {
      expect(old[`public.${table}`], table).toMatch(new RegExp(`^${rows[table] ?? -1} rows`));
    }
    const served = await journey.untilServes('current');
    expect(served.repositories).toHaveLength(before.repositories.length);
    const renamed = served.repositories.filter(({ name }) => name.endsWith('-renamed'));
    expect(renamed.length).toBeGreaterThan(0);
  });

  it('that fails is known before anything stops', async () => {
    journey = await Journey.begin({ sample: 'a', rows: 1000 });
    const before = await journey.untilServes('legacy');
    const source = await connected();
    const { database } = journey.sample.database();
    await source.query(`
      create function only_here(text) returns boolean language plpgsql as
        $$ begin if current_database() <> '${database}' then raise exception 'this row belongs elsewhere'; end if; return true; end $$;
      alter table repository add constraint here check (only_here(name))`);
    await source.end();
    await journey.label();
    const end = await journey.untilReason('RolledBack');
    expect(end.message).toContain('in step prepare');
    expect(end.message).toMatch(/table repository .*this row belongs elsewhere/);
    const journal = await journey.lastJournal();
    expect(journal.retries).toBe(2);
    expect(journal.steps.freeze).toBeUndefined();
    expect((await journey.untilServes('legacy')).repositories).toEqual(before.repositories);
    const claims = await journey.kubectl('get', 'pvc', '-o', 'name');
    expect(claims).not.toContain('quay-postgres-13');
  });
});
