import type pg from 'pg';
import type { DumpEntry } from './dump-entries.ts';
import { WorkerFailure, reasonOf } from '../server/worker-failure.ts';

/** Objects created in one transaction: each holds a lock until its end, and a server supports some thousands. */
const together = 100;

/** As in the preamble of a dump: functions may refer to objects that are created later. */
const preamble = `set check_function_bodies = false; set xmloption = content; set client_min_messages = warning`;

/** Creates the objects of a dump in its order. Throws WorkerFailure that names the object. */
export async function createObjects(client: pg.Client, entries: readonly DumpEntry[]): Promise<void> {
  await client.query(preamble);
  const wanted = entries.filter((entry) => !isSuperusers(entry));
  for (let at = 0; at < wanted.length; at += together) {
    const batch = wanted.slice(at, at + together);
    // A batch is faster; after a failure, the objects are created one by one to find the failing one.
    await client.query(batch.map(({ sql }) => sql).join('\n')).catch(async (error: unknown) => {
      if (client.connection.stream.destroyed) throw failed('the definitions', error);
      for (const entry of batch) await createObject(client, entry);
    });
  }
}

/** A comment on an extension, which the superuser may own: only its owner may comment on it. */
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
  return new WorkerFailure(`${what} could not be created in the target database: ${reasonOf(error)}`);
}
