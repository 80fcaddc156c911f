import type { KubernetesObject } from '../../../k8s/object.ts';
import { labelsOf, migrationNames } from '../../migration-names.ts';
import type { WorkSite } from './work-site.ts';

/**
 * The ServiceAccount of all pods of a migration. It has no rights and nobody gets its token. It keeps them apart from
 * the namespace's `default`, which may have been given an SCC such as `anyuid` for the old registry: the temporary
 * server would then fill the volume as another user than quay-operator's server, which could not read it.
 */
export function podAccount(site: WorkSite): KubernetesObject {
  const account: KubernetesObject & { readonly automountServiceAccountToken: boolean } = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: migrationNames(site.name, site.attempt).account,
      namespace: site.namespace,
      labels: labelsOf(site.name, site.attempt),
    },
    automountServiceAccountToken: false,
  };
  return account;
}
