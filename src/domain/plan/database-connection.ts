import type { EnvVar } from '../../k8s/pod.ts';
import type { Secret } from '../../k8s/secret.ts';
import { encodeBase64 } from '../config/base64.ts';
import type { DatabaseUri } from '../ecosystem/facts.ts';
import type { GeneratedSecrets } from '../registry/generated-secrets.ts';
import { labelsOf, migrationNames, newDatabaseName } from './migration-names.ts';
import type { WorkSite } from './worker-job.ts';

/** Key of the work Secret. */
export const reportKey = 'report-key';

/** The passwords of a migration, for its own pods, and the key that signs what they report. */
export function workSecret(site: WorkSite, source: DatabaseUri | undefined, generated: GeneratedSecrets): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: migrationNames(site.name, site.attempt).workSecret,
      namespace: site.namespace,
      labels: labelsOf(site.name, site.attempt),
    },
    type: 'Opaque',
    data: {
      'source-password': encodeBase64(source?.password ?? ''),
      'target-password': encodeBase64(generated.databasePassword),
      'target-root-password': encodeBase64(generated.databaseRootPassword),
      [reportKey]: encodeBase64(generated.reportKey),
    },
  };
}

/** How the worker reaches the old database. */
export function sourceEnvironment(site: WorkSite, source: DatabaseUri | undefined): readonly EnvVar[] {
  return [
    { name: 'SOURCE_HOST', value: source?.host ?? '' },
    { name: 'SOURCE_PORT', value: String(source?.port ?? 5432) },
    { name: 'SOURCE_DATABASE', value: source?.database ?? '' },
    { name: 'SOURCE_USER', value: source?.user ?? '' },
    passwordOf(site, 'SOURCE_PASSWORD', 'source-password'),
  ];
}

/** How the worker reaches the temporary server. */
export function targetEnvironment(site: WorkSite): readonly EnvVar[] {
  return [
    { name: 'TARGET_HOST', value: migrationNames(site.name, site.attempt).server },
    { name: 'TARGET_PORT', value: '5432' },
    { name: 'TARGET_DATABASE', value: newDatabaseName(site.name) },
    { name: 'TARGET_USER', value: newDatabaseName(site.name) },
    passwordOf(site, 'TARGET_PASSWORD', 'target-password'),
  ];
}

/** The database that `check-upgrade` looks at: what was upgraded in place is the old one. */
export function upgradedEnvironment(site: WorkSite, source: DatabaseUri | undefined): readonly EnvVar[] {
  return [
    { name: 'TARGET_HOST', value: source?.host ?? '' },
    { name: 'TARGET_PORT', value: String(source?.port ?? 5432) },
    { name: 'TARGET_DATABASE', value: source?.database ?? '' },
    { name: 'TARGET_USER', value: source?.user ?? '' },
    passwordOf(site, 'TARGET_PASSWORD', 'source-password'),
  ];
}

function passwordOf(site: WorkSite, name: string, key: string): EnvVar {
  const secret = migrationNames(site.name, site.attempt).workSecret;
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
