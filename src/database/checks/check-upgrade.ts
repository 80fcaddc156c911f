import type pg from 'pg';
import type { Proof } from '../../contract/proof.ts';
import type { UpgradeReport } from '../../contract/source-report.ts';
import { untilReached, withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { objectsOfOthers } from '../catalog/other-definitions.ts';
import { readRevisions, sourceRevisions } from '../server/revision.ts';
import { type TableName, displayName, listTables, qualified } from '../catalog/table.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

/** Tables that Quay's schema migrations after 3.3 drop with their rows (checked for 3.3 to 3.18). */
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

export interface UpgradeOptions {
  readonly writer: string;
  /** Empty when unknown. */
  readonly expectedRevision: string;
  /** Revisions of other versions. If given, a revision not among them counts as a later one of the expected version. */
  readonly otherRevisions: readonly string[];
}

/**
 * Checks the database after the schema upgrade: it has the new revision, every table that the upgrade keeps has at least
 * the rows of the proof, no index is invalid, and the role owns everything. Without a proof (in-place upgrade) rows are
 * not compared.
 */
export async function checkUpgrade(
  target: ConnectionTarget,
  proof: Proof | undefined,
  order: UpgradeOptions,
): Promise<UpgradeReport> {
  const check = async (client: pg.Client): Promise<UpgradeReport> => {
    const revision = await upgradedRevision(client, order);
    await assertNone(client, 'left invalid indexes', invalidIndexes);
    await assertNone(client, `left objects that ${target.user} does not own`, objectsOfOthers);
    const { kept, gone } = await assertNothingLost(client, proof?.tables ?? []);
    return {
      schemaVersion: 1,
      writer: order.writer,
      revision,
      survivingTables: kept,
      droppedTables: gone,
      equal: true,
    };
  };
  return withConnection(target, check, untilReached);
}

async function upgradedRevision(
  client: pg.Client,
  { expectedRevision: expected, otherRevisions }: UpgradeOptions,
): Promise<string> {
  const revisions = await readRevisions(client);
  const [revision] = revisions;
  if (revision === undefined) throw lacking('has not run: table alembic_version has no revision');
  if (revisions.length > 1)
    throw lacking(`is incomplete: table alembic_version has the revisions ${revisions.join(' and ')}`);
  if (sourceRevisions[revision] !== undefined) throw lacking(`has not run: the revision is still ${revision}`);
  const refused = otherRevisions.length === 0 || otherRevisions.includes(revision);
  if (expected !== '' && revision !== expected && refused)
    throw lacking(`ended at revision ${revision} instead of ${expected}`);
  return revision;
}

/** An interrupted CREATE INDEX CONCURRENTLY, or one that found a duplicate, leaves an invalid index. */
const invalidIndexes = `
  select c.relname as name
    from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
   where not i.indisvalid order by 1`;

async function assertNone(client: pg.Client, fault: string, query: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(query);
  if (rows.length > 0) throw lacking(`${fault}: ${rows.map(({ name }) => name).join(', ')}`);
}

function lacking(what: string): WorkerFailure {
  return new WorkerFailure(`the schema upgrade ${what}`);
}

/** Every table of the proof except the dropped ones exists with at least its rows: the upgrade seeds some tables. */
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
  if (lost.length > 0) throw lacking(`lost rows or tables: ${lost.join(', ')}`);
  return { kept: proven.length - gone, gone };
}
