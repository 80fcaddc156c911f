import type { KubernetesObject } from '../../src/k8s/object.ts';
import { roleBindings } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import type { UserName } from './users.ts';

interface RoleBinding extends KubernetesObject {
  readonly roleRef: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly apiGroup: string; readonly kind: string; readonly name: string }[];
}

/** Makes `namespace-admin` an administrator and `viewer` a viewer of the namespace. May be done twice. */
export async function grantUsers(client: KubeClient, namespace: string): Promise<void> {
  for (const binding of [bindingOf('namespace-admin', 'admin', namespace), bindingOf('viewer', 'view', namespace)]) {
    await client.apply(roleBindings, binding, { fieldManager: 'development-cluster', force: true });
  }
}

function bindingOf(user: UserName, role: string, namespace: string): RoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: `development-${user}`, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  };
}
