import { legacyTables, quay33 } from '../schema/legacy-tables.ts';
import { foreignKeyNames } from '../schema/table-statements.ts';
import { type Revision, newNames, newTables } from './revision.ts';

/** Images as they were before manifests had tables of their own; all of their rows are in those by now. */
const deprecated = [
  'derivedstorageforimage',
  'repositorytag',
  'torrentinfo',
  'tagmanifest',
  'tagmanifesttomanifest',
  'tagmanifestlabel',
  'tagmanifestlabelmap',
  'tagtorepositorytag',
  'image',
  'manifestlegacyimage',
] as const;

/** By name, as Quay has them: a database whose keys have other names stops here. */
function dropKeys(name: string): readonly string[] {
  const table = legacyTables(quay33).find((candidate) => candidate.name === name);
  return table ? foreignKeyNames(table).map((key) => `ALTER TABLE ${name} DROP CONSTRAINT ${key}`) : [];
}

/** From Quay 3.9 to 3.12. */
export const revisionsTo312: readonly Revision[] = [
  {
    id: '8cf90670bf38',
    title: 'add permanently delete tag log entry kind',
    statements: [newNames('logentrykind', 'permanently_delete_tag')],
  },
  {
    id: '46980ea2dde5',
    title: 'Change removed_tag_expiration_s to bigint',
    statements: ['ALTER TABLE "user" ALTER COLUMN removed_tag_expiration_s TYPE bigint'],
  },
  { id: 'a0fc06d604a4', title: 'Unlink deprecated tables', statements: deprecated.flatMap(dropKeys) },
  {
    id: '8a70b8777089',
    title: 'Drop deprecated tables',
    statements: deprecated.map((name) => `DROP TABLE ${name}`),
  },
  {
    id: '222debc16e18',
    title: 'autoprune',
    statements: newTables(`
namespaceautoprunepolicy uuid:v36! namespace>user policy:t
autoprunetaskstatus namespace>user last_ran_ms:i8?* status:t?`),
  },
  {
    id: '8d47693829a0',
    title: 'auto prune policy audit logs',
    statements: [
      newNames(
        'logentrykind',
        'create_namespace_autoprune_policy update_namespace_autoprune_policy delete_namespace_autoprune_policy',
      ),
    ],
  },
  {
    id: 'cead4183265c',
    title: 'repository auto prune policies',
    statements: newTables('repositoryautoprunepolicy uuid:v36! repository>repository namespace>user policy:t'),
  },
  {
    id: '0988213e0885',
    title: 'add oauth assigned token table',
    statements: [
      ...newTables(
        `oauthassignedtoken uuid:v36! assigned_user>user application>oauthapplication redirect_uri:v255? scope:v255
           response_type:v255?`,
      ),
      newNames('notificationkind', 'assigned_authorization'),
    ],
  },
  {
    id: '5c69e7934f0f',
    title: 'add index on manifest subject',
    statements: [
      'ALTER TABLE manifest ADD COLUMN subject character varying(255), ADD COLUMN subject_backfilled boolean',
      'CREATE INDEX manifest_repository_id_subject ON manifest (repository_id, subject)',
    ],
  },
  {
    id: '0cdd1f27a450',
    title: 'add subject_backfilled index',
    statements: [
      {
        alone: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS manifest_subject_backfilled ON manifest (subject_backfilled)',
      },
    ],
  },
  {
    id: '3f8d7acdf7f9',
    title: 'Add artifact_type column',
    statements: [
      'ALTER TABLE manifest ADD COLUMN IF NOT EXISTS artifact_type character varying(255)',
      'ALTER TABLE manifest ADD COLUMN IF NOT EXISTS artifact_type_backfilled boolean',
      {
        alone: `CREATE INDEX CONCURRENTLY IF NOT EXISTS manifest_repository_id_artifact_type
          ON manifest (repository_id, artifact_type)`,
      },
      {
        alone: `CREATE INDEX CONCURRENTLY IF NOT EXISTS manifest_artifact_type_backfilled
          ON manifest (artifact_type_backfilled)`,
      },
    ],
  },
];
