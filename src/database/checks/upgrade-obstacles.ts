import type pg from 'pg';
import { serverVersion } from '../catalog/table.ts';
import { unfitForUpgrade } from './unfit-objects.ts';

/**
 * Foreign keys that Quay's revision a0fc06d604a4 (3.9) drops by name, by table. When one has another name, the upgrade
 * fails halfway.
 */
const keysByName = [
  'derivedstorageforimage: derivative_id_imagestorage source_image_id_image transformation_constraint',
  'repositorytag: image_id_image repository_id_repository',
  'torrentinfo: storage_id_imagestorage',
  'tagmanifest: tag_id_repositorytag',
  'tagmanifesttomanifest: manifest_id_manifest tag_manifest_id_tagmanifest',
  'tagmanifestlabel: annotated_id_tagmanifest label_id_label repository_id_repository',
  'tagmanifestlabelmap: label_id_label manifest_id_manifest manifest_label_id_manifestlabel ' +
    'tag_manifest_id_tagmanifest tag_manifest_label_id_tagmanifestlabel',
  'tagtorepositorytag: repository_id_repository repository_tag_id_repositorytag tag_id_tag',
  'image: repository_id_repository storage_id_imagestorage',
  'manifestlegacyimage: image_id_image manifest_id_manifest repository_id_repository',
].flatMap((line) => {
  const [table = '', names = ''] = line.split(': ');
  return names.split(' ').map((name) => ({ table, name: `fk_${table}_${name}` }));
});

/** Columns with a unique index in Quay 3.3, on which a later revision creates another one (b1a79fa8e630). */
const uniqueColumns = ['email', 'username'];

/** Why `migrate head` of the installed Quay would fail on this database; undefined without a known reason. */
export async function upgradeObstacle(client: pg.Client): Promise<string | undefined> {
  return (await unfitForUpgrade(client)) ?? (await renamedKey(client)) ?? (await duplicateUser(client));
}

async function renamedKey(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ what: string }>(
    `select k.name || ' of table ' || k.table as what
       from unnest($1::text[], $2::text[]) as k ("table", name)
       join pg_catalog.pg_class t on t.oid = pg_catalog.to_regclass('public.' || k.table)
      where not exists (select from pg_catalog.pg_constraint c where c.conrelid = t.oid and c.conname = k.name)
     union all
     select 'manifestblob_id_seq of table manifestblob'
      where pg_catalog.to_regclass('public.manifestblob') is not null
        and pg_catalog.to_regclass('public.manifestblob_id_seq') is null`,
    [keysByName.map(({ table }) => table), keysByName.map(({ name }) => name)],
  );
  if (rows.length === 0) return undefined;
  const names = rows.map(({ what }) => what).join(', ');
  return `it does not have objects that the schema upgrade refers to by name: ${names}; rename them to their original names first`;
}

/** Compares the rows without the index, which may be corrupt after a change of the system's collations. */
async function duplicateUser(client: pg.Client): Promise<string | undefined> {
  const there = await client.query(`select 1 where pg_catalog.to_regclass('public.user') is not null`);
  if (there.rowCount === 0) return undefined;
  for (const column of uniqueColumns) {
    const { rows } = await client.query<{ ids: string }>(
      `select pg_catalog.string_agg(id::text, ' and ' order by id) as ids
         from (select id, ${column} || '' as value from public."user") u
        group by value having pg_catalog.count(*) > 1 order by pg_catalog.min(id) limit 1`,
    );
    if (rows.length === 0) continue;
    return (
      `users ${rows[0]?.ids ?? ''} have the same ${column}, although a unique index forbids it; ` +
      'change one of them, then rebuild the indexes of the table (REINDEX TABLE "user")'
    );
  }
  return undefined;
}

/**
 * Why the server is too old for an in-place upgrade by the installed Quay: in Quay 3.15 and newer, revision e8ed3fb547da
 * runs ALTER SEQUENCE ... AS BIGINT, which needs PostgreSQL 10, after other revisions have dropped ten tables.
 * `quayMinor` is empty when the version is unknown.
 */
export async function tooOldInPlace(client: pg.Client, quayMinor: string): Promise<string | undefined> {
  const minor = quayMinor === '' ? Infinity : Number(quayMinor);
  if (minor < 15 || (await serverVersion(client)) >= 100_000) return undefined;
  const { rows } = await client.query<{ version: string }>(
    `select pg_catalog.current_setting('server_version') as version`,
  );
  const quay = quayMinor === '' ? 'Quay 3.15 and newer' : `Quay 3.${quayMinor}`;
  return (
    `its server has version ${rows[0]?.version ?? ''}, but ${quay} can upgrade the schema only on PostgreSQL 10 or newer; ` +
    'have the database copied instead, or upgrade its server first'
  );
}
