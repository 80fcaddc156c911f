import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { LargeObjectProof } from '../../contract/proof.ts';
import { failureOf, withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import type { SourceSnapshot } from '../server/source-snapshot.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

/** Bytes in memory at a time: a large object may have terabytes. */
const chunkSize = 1024 * 1024;

/** Unlinking locks each object until the transaction ends, and a server supports some thousands. */
const together = 1000;

interface LargeObject {
  readonly oid: string;
  readonly comment: string | null;
}

/** Copies the large objects to the target with their OIDs, content and comments; its role will own them. */
export async function copyLargeObjects(
  { coordinator }: Pick<SourceSnapshot, 'coordinator'>,
  target: ConnectionTarget,
  progress: ProgressReporter,
): Promise<void> {
  const objects = await listLargeObjects(coordinator);
  if (objects.length === 0) return;
  await withConnection(target, async (client) => {
    for (const [at, object] of objects.entries()) {
      progress.note(`large object ${at + 1} of ${objects.length}`);
      await copyLargeObject(object, coordinator, client);
    }
  });
}

async function copyLargeObject({ oid, comment }: LargeObject, source: pg.Client, target: pg.Client): Promise<void> {
  let failing = target;
  try {
    await target.query('select pg_catalog.lo_create($1::oid)', [oid]);
    for (let offset = 0; ; offset += chunkSize) {
      failing = source;
      const chunk = await readChunk(source, oid, offset);
      failing = target;
      if (chunk.length > 0) {
        await target.query('select pg_catalog.lo_put($1::oid, $2::bigint, $3::bytea)', [oid, offset, chunk]);
      }
      if (chunk.length < chunkSize) break;
    }
    if (comment === null) return;
    const { rows } = await target.query<{ sql: string }>(
      `select pg_catalog.format('comment on large object %s is %L', $1::oid, $2::text) as sql`,
      [oid, comment],
    );
    await target.query(rows[0]?.sql ?? '');
  } catch (error) {
    const side = failing === source ? 'source' : 'target';
    throw new WorkerFailure(
      `large object ${oid} could not be copied: ${failureOf(failing, error)} (error of the ${side} server)`,
    );
  }
}

/** Compares the large objects of both databases. Undefined when neither has any. */
export async function proveLargeObjects(
  { coordinator }: Pick<SourceSnapshot, 'coordinator'>,
  target: ConnectionTarget,
): Promise<LargeObjectProof | undefined> {
  const [inSource, inTarget] = await Promise.all([
    digestLargeObjects(coordinator),
    withConnection(target, digestLargeObjects),
  ]);
  if (inSource.count === 0 && inTarget.count === 0) return undefined;
  return {
    count: { source: inSource.count, target: inTarget.count },
    bytes: { source: inSource.bytes, target: inTarget.bytes },
    digest: { source: inSource.digest, target: inTarget.digest },
    equal: inSource.digest === inTarget.digest,
  };
}

/** One digest over OID, comment, size and content of each object, in the order of the OIDs. */
async function digestLargeObjects(client: pg.Client): Promise<{ count: number; bytes: number; digest: string }> {
  const objects = await listLargeObjects(client);
  const all = createHash('sha256');
  let bytes = 0;
  for (const { oid, comment } of objects) {
    const content = createHash('sha256');
    let offset = 0;
    for (;;) {
      const chunk = await readChunk(client, oid, offset);
      content.update(chunk);
      offset += chunk.length;
      if (chunk.length < chunkSize) break;
    }
    bytes += offset;
    all.update(`${JSON.stringify([oid, comment, offset, content.digest('hex')])}\n`);
  }
  return { count: objects.length, bytes, digest: all.digest('hex') };
}

async function listLargeObjects(client: pg.Client): Promise<readonly LargeObject[]> {
  const { rows } = await client.query<LargeObject>(`
    select oid::text as oid, pg_catalog.obj_description(oid, 'pg_largeobject') as comment
      from pg_catalog.pg_largeobject_metadata m order by m.oid`);
  return rows;
}

async function readChunk(client: pg.Client, oid: string, offset: number): Promise<Buffer> {
  const { rows } = await client.query<{ chunk: Buffer }>(
    `select pg_catalog.lo_get($1::oid, $2::bigint, ${chunkSize}) as chunk`,
    [oid, offset],
  );
  return rows[0]?.chunk ?? Buffer.alloc(0);
}

export async function hasLargeObjects(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    'select exists (select from pg_catalog.pg_largeobject_metadata) as found',
  );
  return rows[0]?.found === true;
}

/** OIDs of the large objects that the role may not read. */
export async function unreadableLargeObjects(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ oid: string }>(`
    select m.oid::text as oid from pg_catalog.pg_largeobject_metadata m
     where not pg_catalog.current_setting('lo_compat_privileges')::boolean
       and not pg_catalog.pg_has_role(m.lomowner, 'USAGE')
       and not exists (
         select from pg_catalog.aclexplode(m.lomacl) a
          where a.privilege_type = 'SELECT' and (a.grantee = 0 or pg_catalog.pg_has_role(a.grantee, 'USAGE')))
     order by m.oid`);
  return rows.map(({ oid }) => oid);
}

/** Deletes the large objects that the role owns. */
export async function unlinkLargeObjects(client: pg.Client): Promise<void> {
  let unlinked: number | null;
  do {
    ({ rowCount: unlinked } = await client.query(`
      select pg_catalog.lo_unlink(oid) from (
        select oid from pg_catalog.pg_largeobject_metadata
         where pg_catalog.pg_has_role(lomowner, 'USAGE') limit ${together}) few`));
  } while (unlinked === together);
}
