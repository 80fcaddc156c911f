import { workerEnvironment } from '../../../contract/worker.ts';
import type { EnvVar } from '../../../k8s/pod.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { labelsOf, migrationNames } from '../../migration-names.ts';
import type { WorkerJobOptions } from './worker-job.ts';
import type { WorkSite } from './work-site.ts';

/** Key of the Secret, and name of the file. */
export const proofKey = 'proof';

const mountPath = '/proof';

/** Takes the proof of the copy, signed by the engine, when there is one. */
export function proofSecret(site: WorkSite): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: migrationNames(site.name, site.attempt).proofSecret,
      namespace: site.namespace,
      labels: labelsOf(site.name, site.attempt),
    },
    type: 'Opaque',
    immutable: true,
  };
}

/** How the check after the upgrade gets it. */
export function proofVolume(site: WorkSite): Required<Pick<WorkerJobOptions, 'volumes' | 'volumeMounts'>> {
  const { proofSecret: secretName } = migrationNames(site.name, site.attempt);
  return {
    volumes: [{ name: 'proof', secret: { secretName } }],
    volumeMounts: [{ name: 'proof', mountPath, readOnly: true }],
  };
}

export const proofEnvironment: readonly EnvVar[] = [
  { name: workerEnvironment.proofFile, value: `${mountPath}/${proofKey}` },
];
