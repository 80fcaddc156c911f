import type { KubernetesObject } from '../../src/k8s/object.ts';
import { clusterRoles } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

const kinds = [
  ['redhatcop.redhat.io', 'quayecosystems'],
  ['quay.redhat.com', 'quayregistries'],
  ['route.openshift.io', 'routes'],
] as const;

const everything = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** What OLM and OpenShift add to the roles `admin` and `view` for the kinds that they bring. */
export async function extendUserRoles(client: KubeClient): Promise<void> {
  await client.create(clusterRoles, role('admin', everything));
  await client.create(clusterRoles, role('view', ['get', 'list', 'watch']));
}

function role(aggregateTo: string, verbs: readonly string[]): KubernetesObject & { rules: unknown[] } {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: `development-${aggregateTo}`,
      labels: { [`rbac.authorization.k8s.io/aggregate-to-${aggregateTo}`]: 'true' },
    },
    rules: kinds.map(([group, resource]) => ({ apiGroups: [group], resources: [resource], verbs })),
  };
}
