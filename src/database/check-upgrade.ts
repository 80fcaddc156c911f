import type pg from 'pg';
import type { Proof } from '../contract/proof.ts';
import type { UpgradeReport } from '../contract/source-report.ts';
import { type ConnectionTarget, withConnection } from './connection.ts';
import { readRevision, sourceRevisions } from './inspect-source.ts';
import { type TableName, displayName, listTables, qualified } from './table.ts';
import { WorkerFailure } from './worker-failure.ts';

/** Tables that Quay's migrations after 3.3 drop with their rows (a fact of its chain up to 3.18). */
const droppedTables = [
  'derivedstorageforimage',
  'image',
  'manifestlegacyimage',
  'namespacegeorestriction',
  'repositorytag',
  'tagmanifest',
  'tagmanifestlabel',
  'tagmanifestlabelmap',
  'tagmanifesttomanifest',
  'tagtorepositorytag',
  'torrentinfo',
];

/**
 * Looks at the database after the schema upgrade: it has left the old revision, every table that the upgrade keeps has
 * at least the rows that were proven, and no index is invalid. Without a proof (upgraded in place) rows are not compared.
 */
export async function checkUpgrade(
  target: ConnectionTarget,
  proof: Proof | undefined,
  order: { readonly writer: string; readonly expectedRevision: string },
): Promise<UpgradeReport> {
  return withConnection(target, async (client) => {
    const revision = await readRevision(client);
    if (sourceRevisions[revision] !== undefined || revision === '') {
      throw new WorkerFailure(`the schema upgrade has not run: the revision is still ${revision || 'missing'}`);
    }
    if (order.expectedRevision !== '' && order.expectedRevision !== revision) {
      throw new WorkerFailure(`the schema upgrade ended at ${revision} instead of ${order.expectedRevision}`);
    }
    const invalid = await client.query<{ name: string }>(
      `select c.relname as name from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
        where not i.indisvalid`,
    );
    if (invalid.rows.length > 0) {
      throw new WorkerFailure(
        `the schema upgrade left invalid indexes: ${invalid.rows.map((row) => row.name).join(', ')}`,
      );
    }
    const { kept, gone } = await assertNothingLost(client, proof?.tables ?? []);
    return {
      schemaVersion: 1,
      writer: order.writer,
      revision,
      survivingTables: kept,
      droppedTables: gone,
      equal: true,
    };
  });
}

/** Every proven table but the dropped ones is there, with at least its rows: seeded tables get more. */
async function assertNothingLost(client: pg.Client, proven: Proof['tables']): Promise<{ kept: number; gone: number }> {
  const present = new Set((await listTables(client)).map(displayName));
  const lost: string[] = [];
  let gone = 0;
  for (const table of proven) {
    const name: TableName = { schema: table.schema, name: table.table };
    if (!present.has(displayName(name))) {
      gone += 1;
      if (!droppedTables.includes(name.name)) lost.push(displayName(name));
      continue;
    }
    const { rows } = await client.query<{ rows: string }>(
      `select pg_catalog.count(*)::text as rows from ${qualified(name)}`,
    );
    if (Number(rows[0]?.rows) < table.rows.source) lost.push(displayName(name));
  }
  if (lost.length > 0) throw new WorkerFailure(`the schema upgrade lost rows or tables: ${lost.join(', ')}`);
  return { kept: proven.length - gone, gone };
}
