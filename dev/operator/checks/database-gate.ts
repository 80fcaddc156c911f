import * as kinds from '../../../src/k8s/resource.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { RegistryInputs } from '../registry-inputs.ts';

const oldServerGraceSeconds = 600;

/**
 * A Deployment NAME-quay-database of another image is taken for an old PostgreSQL: it is given time to end, and waited
 * for without a word. Only the last part of the image's name is compared (3.16 and newer).
 */
export async function isForeignDatabase(client: KubeClient, inputs: RegistryInputs): Promise<boolean> {
  if (!inputs.managed('postgres')) return false;
  const target = { name: `${inputs.name}-quay-database`, namespace: inputs.namespace };
  const found = await client.get(kinds.deployments, target.name, target.namespace);
  const image = found?.spec?.template?.spec?.containers?.[0]?.image;
  if (image === undefined || imageName(image) === imageName(inputs.facts.images.postgres)) return false;
  const body = { spec: { template: { spec: { terminationGracePeriodSeconds: oldServerGraceSeconds } } } };
  await client.patch(kinds.deployments, target, { type: 'merge', body }, { fieldManager: 'quay-operator' });
  return true;
}

/** `quay.io/sclorg/postgresql-13-c9s:latest` and any other of that name, without registry, tag and digest. */
export function imageName(reference: string): string {
  const last = reference.split('/').at(-1) ?? '';
  return last.replace(/[:@].*$/, '');
}

/** An unmanaged database counts as there. */
export async function databasesAvailable(client: KubeClient, inputs: RegistryInputs): Promise<boolean> {
  const wanted = [
    ...(inputs.managed('postgres') ? [`${inputs.name}-quay-database`] : []),
    ...(inputs.managed('clairpostgres') ? [`${inputs.name}-clair-postgres`] : []),
  ];
  const found = await Promise.all(wanted.map((name) => client.get(kinds.deployments, name, inputs.namespace)));
  return found.every((deployment) => (deployment?.status?.availableReplicas ?? 0) > 0);
}
