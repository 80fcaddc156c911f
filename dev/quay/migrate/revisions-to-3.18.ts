import { type Revision, newNames, newTables } from './revision.ts';

/** From Quay 3.17 to 3.18 (v3.18.0, data/migrations/versions). */
export const revisionsTo318: readonly Revision[] = [
  {
    id: 'b1a79fa8e630',
    title: 'replace user email unique constraint with partial index',
    statements: [
      `UPDATE "user" SET email = (
         SELECT c.contact_email FROM organizationcontactemail c WHERE c.organization_id = "user".id
       ) WHERE organization AND email NOT LIKE '%@%' AND EXISTS (
         SELECT FROM organizationcontactemail c WHERE c.organization_id = "user".id AND c.contact_email IS NOT NULL)`,
      {
        alone:
          'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS user_email_unique_non_org ON "user" (email) WHERE NOT organization',
      },
      { alone: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS user_email_idx ON "user" (email)' },
      'DROP INDEX IF EXISTS user_email',
    ],
  },
  {
    id: 'd064a4f00d4a',
    title: 'add oauth api token metadata and audit log kinds',
    statements: [
      'ALTER TABLE oauthaccesstoken ADD COLUMN last_accessed timestamp, ADD COLUMN created timestamp',
      `CREATE INDEX oauthaccesstoken_application_id_last_accessed
         ON oauthaccesstoken (application_id, last_accessed)`,
      newNames('logentrykind', 'create_oauth_api_token revoke_oauth_api_token'),
    ],
  },
  {
    id: 'b30800b1d271',
    title: 'add oauth token display name',
    statements: ['ALTER TABLE oauthaccesstoken ADD COLUMN display_name character varying(255)'],
  },
  {
    id: '6715e4719375',
    title: 'add namespace notification tables',
    statements: [
      ...newTables(`
namespacenotification uuid:v255* namespace>user event>externalnotificationevent method>externalnotificationmethod
  title:v255? config_json:t event_config_json:t={} number_of_failures:i4=0 last_ran_ms:i8?
quotanotificationstate namespace>user threshold_percent:i4 last_notified_at:ts? cleared:b=true
  (namespace_id,threshold_percent)!`),
      newNames('externalnotificationevent', 'quota_warning quota_error'),
    ],
  },
  {
    id: '9fa37f66a9b6',
    title: 'add namespace notification log entry kinds',
    statements: [
      newNames(
        'logentrykind',
        'create_namespace_notification delete_namespace_notification reset_namespace_notification',
      ),
    ],
  },
];
