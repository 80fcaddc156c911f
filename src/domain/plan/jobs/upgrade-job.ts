import type { Job } from '../../../k8s/job.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { encodeBase64 } from '../../config/base64.ts';
import { labelsOf, migrationNames, newDatabaseName } from '../../migration-names.ts';
import { type QuaySite, quayJob, upgradeResources } from './quay-job.ts';
import type { WorkSite } from './work-site.ts';

/**
 * `migrate head` of the installed Quay, by us and before the operator: its own Job then finds nothing to do, however
 * often it is killed and run again (quay-operator up to 3.15 deletes it while it runs; 3.17 restarts the database in
 * the pass that starts it).
 */
export function upgradeJob(quay: QuaySite, deadlineSeconds: number): Job {
  return quayJob(quay, {
    jobName: migrationNames(quay.site.name, quay.site.attempt).upgradeJob,
    args: ['migrate', 'head'],
    deadlineSeconds,
    resources: upgradeResources,
  });
}

/** What Quay reads for the upgrade: the bundle, with a config.yaml that is complete, because migrations import Quay. */
export function upgradeConfig(site: WorkSite, bundle: Secret, configYaml: string): Secret {
  return configSecret(site, 'config', { ...bundle.data, 'config.yaml': encodeBase64(configYaml) });
}

/** The config.yaml that Quay's own validation is asked about. */
export function validateConfig(site: WorkSite, configYaml: string): Secret {
  return configSecret(site, 'validate', { 'config.yaml': encodeBase64(configYaml) });
}

function configSecret(site: WorkSite, suffix: string, data: Readonly<Record<string, string>>): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `${migrationNames(site.name, site.attempt).workSecret}-${suffix}`,
      namespace: site.namespace,
      labels: labelsOf(site.name, site.attempt),
    },
    type: 'Opaque',
    data,
  };
}

/** The temporary server, as DB_URI names it. */
export function temporaryUri(site: WorkSite, password: string): string {
  const role = newDatabaseName(site.name);
  const { server } = migrationNames(site.name, site.attempt);
  return `postgresql://${role}:${password}@${server}:5432/${role}`;
}
