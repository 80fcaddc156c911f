import { type Revision, newNames, newTables } from './revision.ts';

/** From Quay 3.2 (34c8ef052ec9) over 3.3 (04b9d2191450) to 3.8. */
export const revisionsTo38: readonly Revision[] = [
  {
    id: '4fd6b8463eb2',
    title: 'Add new DeletedRepository tracking table',
    statements: newTables('deletedrepository repository>repository! marked:ts original_name:v255* queue_id:v255?*'),
  },
  {
    id: '8e6a363784bb',
    title: 'add manifestsecuritystatus table',
    statements: newTables(
      `manifestsecuritystatus manifest>manifest! repository>repository index_status:i4* error_json:t last_indexed:ts*
         indexer_hash:v128* indexer_version:i4* metadata_json:t`,
    ),
  },
  {
    id: '04b9d2191450',
    title: 'Add OCI content types',
    statements: [
      { tolerated: newNames('mediatype', 'application/vnd.oci.image.manifest.v1+json') },
      { tolerated: newNames('mediatype', 'application/vnd.oci.image.index.v1+json') },
    ],
  },
  {
    id: '3383aad1e992',
    title: 'Add UploadedBlob table',
    statements: newTables('uploadedblob id:i8 repository>repository blob>imagestorage uploaded_at:ts expires_at:ts*'),
  },
  {
    id: '88e64904d000',
    title: 'Add new metadata columns to Manifest table',
    statements: [
      'ALTER TABLE manifest ADD COLUMN IF NOT EXISTS config_media_type character varying(255)',
      'ALTER TABLE manifest ADD COLUMN IF NOT EXISTS layers_compressed_size bigint',
      `CREATE INDEX IF NOT EXISTS manifest_repository_id_config_media_type
         ON manifest (repository_id, config_media_type)`,
    ],
  },
  {
    id: '909d725887d3',
    title: 'Add composite index on manifestblob',
    statements: ['CREATE INDEX manifestblob_repository_id_blob_id ON manifestblob (repository_id, blob_id)'],
  },
  {
    id: 'd94d328733e4',
    title: 'add proxy cache and quota tables',
    statements: [
      ...newTables(`
quotatype name:v255!
userorganizationquota namespace>user! limit_bytes:i8
quotalimits quota>userorganizationquota quota_type>quotatype percent_of_limit:i4
quotanamespacesize namespace_user>user! size_bytes:i8*=0 backfill_start_ms:i8?* backfill_complete:b=false
quotarepositorysize repository>repository! size_bytes:i8*=0 backfill_start_ms:i8? backfill_complete:b=false
proxycacheconfig organization>user creation_date:ts upstream_registry:v270 upstream_registry_username:v4096?
  upstream_registry_password:v4096? expiration_s:i4=86400 insecure:b=false`),
      newNames('quotatype', 'Warning Reject'),
      newNames('logentrykind', 'create_proxy_cache_config delete_proxy_cache_config login_failure login_success'),
      newNames('notificationkind', 'quota_warning quota_error'),
    ],
  },
  {
    id: 'b2d1e4b95fc2',
    title: 'add oidc and quota log entry kinds',
    statements: [
      newNames('loginservice', 'oidc'),
      newNames('logentrykind', 'org_create_quota org_change_quota org_delete_quota org_create_quota_limit'),
    ],
  },
];
