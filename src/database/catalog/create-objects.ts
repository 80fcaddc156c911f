import type pg from 'pg';
import type { DumpEntry } from './dump-entries.ts';
import { WorkerFailure, reasonOf } from '../server/worker-failure.ts';

/** Objects made in one transaction: each holds a lock until its end, and a server has room for some thousands. */
const together = 100;

/** Like the preamble of a dump: functions may name what comes later. */
const preamble = `set check_function_bodies = false; set xmloption = content; set client_min_messages = warning`;

/** Makes the objects of a dump in its order. Throws WorkerFailure that names the object. */
export async function createObjects(client: pg.Client, entries: readonly DumpEntry[]): Promise<void> {
  await client.query(preamble);
  const wanted = entries.filter((entry) => !isSuperusers(entry));
  for (let at = 0; at < wanted.length; at += together) {
    const batch = wanted.slice(at, at + together);
    // Which of them failed is found by making them one by one; all together is faster.
    await client.query(batch.map(({ sql }) => sql).join('\n')).catch(async (error: unknown) => {
      if (client.connection.stream.destroyed) throw failed('the definitions', error);
      for (const entry of batch) await createObject(client, entry);
    });
  }
}

/** The extension may be the superuser's already; only its owner may comment on it. */
function isSuperusers({ type, name }: DumpEntry): boolean {
  return type === 'COMMENT' && name.startsWith('EXTENSION ');
}

export async function createObject(client: pg.Client, { name, type, schema, sql }: DumpEntry): Promise<void> {
  const place = schema === '-' || schema === 'public' ? name : `${schema}.${name}`;
  await client.query(sql).catch((error: unknown) => {
    throw failed(`${type.toLowerCase()} ${place}`, error);
  });
}

function failed(what: string, error: unknown): WorkerFailure {
  return new WorkerFailure(`${what} could not be made on the target: ${reasonOf(error)}`);
}
