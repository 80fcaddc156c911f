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
  await bindUser(client, 'namespace-admin', 'admin', namespace);
  await bindUser(client, 'viewer', 'view', namespace);
}

/** Gives a user one of the usual roles in a namespace. */
export async function bindUser(
  client: KubeClient,
  user: UserName,
  role: 'admin' | 'edit' | 'view',
  namespace: string,
): Promise<void> {
  const options = { fieldManager: 'development-cluster', force: true };
  await client.apply(roleBindings, bindingOf(user, role, namespace), options);
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
