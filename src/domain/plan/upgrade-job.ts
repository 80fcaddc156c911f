import type { Job } from '../../k8s/job.ts';
import type { Secret } from '../../k8s/secret.ts';
import { encodeBase64 } from '../config/base64.ts';
import { copyDocument, serializeConfig, setConfigValue } from '../config/config-document.ts';
import type { TransformedConfig } from '../config/transform-config.ts';
import { labelsOf, migrationNames, newDatabaseName } from './migration-names.ts';
import { type WorkSite, onceJob } from './worker-job.ts';

/**
 * `migrate head` of the installed Quay, by us and before the operator: its own Job then finds nothing to do, however
 * often it is killed and run again (quay-operator up to 3.15 deletes it while it runs; 3.17 restarts the database in
 * the pass that starts it).
 */
export function upgradeJob(site: WorkSite, image: string, deadlineSeconds: number): Job {
  const { upgradeJob: jobName } = migrationNames(site.name, site.attempt);
  return onceJob(site, {
    jobName,
    deadlineSeconds,
    image,
    args: ['migrate', 'head'],
    env: [
      { name: 'QE_K8S_CONFIG_SECRET', value: upgradeConfigName(site) },
      { name: 'QE_K8S_NAMESPACE', value: site.namespace },
    ],
    volumes: [{ name: 'config', secret: { secretName: upgradeConfigName(site) } }],
    volumeMounts: [{ name: 'config', mountPath: '/conf/stack' }],
  });
}

/**
 * The bundle as the upgrade reads it: Quay's migrations import the application, so all of the configuration must load;
 * a copied database is named by DB_URI, which the bundle leaves to the operator.
 */
export function upgradeConfig(
  site: WorkSite,
  bundle: Secret,
  config: TransformedConfig,
  targetPassword: string | undefined,
): Secret {
  const data = { ...bundle.data };
  if (targetPassword !== undefined) {
    const document = copyDocument(config.document);
    setConfigValue(document, 'DB_URI', temporaryUri(site, targetPassword));
    data['config.yaml'] = encodeBase64(serializeConfig(document));
  }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: upgradeConfigName(site),
      namespace: site.namespace,
      labels: labelsOf(site.name, site.attempt),
    },
    type: 'Opaque',
    data,
  };
}

function upgradeConfigName(site: WorkSite): string {
  return `${migrationNames(site.name, site.attempt).workSecret}-config`;
}

function temporaryUri(site: WorkSite, password: string): string {
  const role = newDatabaseName(site.name);
  const { server } = migrationNames(site.name, site.attempt);
  return `postgresql://${role}:${password}@${server}:5432/${role}`;
}
