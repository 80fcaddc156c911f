import { type Revision, newNames, newTables } from './revision.ts';

/** From Quay 3.13 to 3.17. */
export const revisionsTo317: readonly Revision[] = [
  {
    id: 'a32e17bfad20',
    title: 'increase the mirror password length',
    statements: [
      'ALTER TABLE repomirrorconfig ADD COLUMN longer_password character varying(9000)',
      'UPDATE repomirrorconfig SET longer_password = external_registry_password',
      'ALTER TABLE repomirrorconfig DROP COLUMN external_registry_password',
      'ALTER TABLE repomirrorconfig RENAME COLUMN longer_password TO external_registry_password',
    ],
  },
  {
    id: '5b8dc452f5c3',
    title: 'add tag immutability column',
    // The column is committed before the first index, so a run that ends after that cannot be repeated before the
    // column and the last index, which is not on it, are dropped.
    statements: [
      'ALTER TABLE tag ADD COLUMN immutable boolean NOT NULL DEFAULT false',
      { alone: 'CREATE INDEX CONCURRENTLY tag_repository_id_immutable ON tag (repository_id, immutable)' },
      { alone: 'CREATE INDEX CONCURRENTLY tag_manifest_id_immutable ON tag (manifest_id, immutable)' },
      { alone: 'CREATE INDEX CONCURRENTLY tag_manifest_id_lifetime_end_ms ON tag (manifest_id, lifetime_end_ms)' },
      newNames('logentrykind', 'change_tag_immutability'),
    ],
  },
  {
    id: '8e97c2cfee57',
    title: 'add export logs auditing',
    statements: [newNames('logentrykind', 'export_logs_success export_logs_failure')],
  },
  {
    id: '3634f2df3c5b',
    title: 'subscriptions of organizations',
    statements: newTables(`
redhatsubscriptions user>user account_number:i4!
organizationrhskus subscription_id:i4* user>user org>user quantity:i4?*`),
  },
  {
    id: 'e8ed3fb547da',
    title: 'manifestblob id to bigint',
    statements: [
      'ALTER TABLE manifestblob ALTER COLUMN id TYPE bigint',
      'ALTER SEQUENCE manifestblob_id_seq AS bigint',
    ],
  },
  {
    id: '1623f40582ed',
    title: 'add skopeo timeout to mirroring config',
    statements: [
      'ALTER TABLE repomirrorconfig ADD COLUMN skopeo_timeout bigint NOT NULL DEFAULT 300',
      'ALTER TABLE repositorynotification ADD COLUMN last_ran_ms bigint',
      'CREATE INDEX repositorynotification_last_ran_ms ON repositorynotification (last_ran_ms)',
      ...newTables(
        `tagnotificationsuccess notification>repositorynotification tag>tag method>externalnotificationmethod`,
      ),
      newNames('externalnotificationevent', 'repo_image_expiry'),
      newNames('notificationkind', 'repo_image_expiry'),
    ],
  },
  {
    id: '7078c84d14e8',
    title: 'add pull statistics tables',
    statements: newTables(`
tagpullstatistics repository>repository tag_name:v255 tag_pull_count:i8=0 last_tag_pull_date:ts* current_manifest_digest:v255?
  (repository_id,tag_name)!
manifestpullstatistics repository>repository manifest_digest:v255 manifest_pull_count:i8=0 last_manifest_pull_date:ts*
  (repository_id,manifest_digest)!`),
  },
  {
    id: 'a1b2c3d4e5f6',
    title: 'add organization level mirror tables',
    statements: [
      ...newTables(`
orgmirrorconfig organization>user! creation_date:ts is_enabled:b=true mirror_type:i4=1 external_registry_type:i4
  external_registry_url:v2048 external_namespace:v255 external_registry_username:v4096?
  external_registry_password:v9000? external_registry_config:t internal_robot>user repository_filters:t
  visibility>visibility delete_stale_repos:b=false sync_interval:i4 sync_start_date:ts?* sync_expiration_date:ts?
  sync_retries_remaining:i4=3 sync_status:i4*=0 sync_transaction_id:v36? skopeo_timeout:i8=300
orgmirrorrepository org_mirror_config>orgmirrorconfig repository_name:v255 repository>repository? discovery_date:ts
  sync_status:i4*=0 sync_start_date:ts? sync_expiration_date:ts? sync_retries_remaining:i4=3
  sync_transaction_id:v36? last_sync_date:ts? status_message:t? creation_date:ts
  (org_mirror_config_id,repository_name)!orgmirrorrepository_config_repo_name
  (org_mirror_config_id,sync_status)*orgmirrorrepository_config_status`),
      newNames(
        'logentrykind',
        `org_mirror_enabled org_mirror_disabled org_mirror_config_changed org_mirror_sync_started
         org_mirror_sync_failed org_mirror_sync_success org_mirror_sync_now_requested org_mirror_sync_cancelled
         org_mirror_repo_created`,
      ),
    ],
  },
  {
    id: '285f36ce97fd',
    title: 'immutability policy',
    statements: newTables(`
namespaceimmutabilitypolicy uuid:v36! namespace>user policy:t
repositoryimmutabilitypolicy uuid:v36! repository>repository namespace>user policy:t`),
  },
  {
    id: '15f06d00c4b3',
    title: 'drop namespacegeorestriction table',
    statements: ['DROP TABLE namespacegeorestriction'],
  },
  {
    id: '414c5e2fc487',
    title: 'add organization contact email',
    statements: [
      ...newTables('organizationcontactemail organization>user! contact_email:v255?*'),
      `INSERT INTO organizationcontactemail (organization_id, contact_email)
         SELECT id, email FROM "user" WHERE organization AND length(email) < 64
         ON CONFLICT (organization_id) DO NOTHING`,
    ],
  },
  {
    id: 'c3d4e5f6a7b8',
    title: 'add workload identity audit log kinds',
    statements: [
      newNames('logentrykind', 'create_robot_federation delete_robot_federation federated_robot_token_exchange'),
    ],
  },
];
