import type { KubernetesObject } from '../../src/k8s/object.ts';
import { clusterRoleBindings, clusterRoles } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { operatorNamespace, operatorServiceAccount } from './operator-objects.ts';
import type { UserName } from './users.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

interface ClusterRole extends KubernetesObject {
  readonly rules: readonly Rule[];
}

const group = 'rbac.authorization.k8s.io';
const fieldManager = 'development-cluster';
/** OLM's own addition to the usual roles: they see which operators serve in their namespaces. */
const olm = ['clusterserviceversions.operators.coreos.com', 'subscriptions.operators.coreos.com'];
const ours = ['quayecosystems.redhatcop.redhat.io', 'quayregistries.quay.redhat.com', 'routes.route.openshift.io'];

/**
 * What the ClusterServiceVersion of quay-operator 3.17 asks for, and no more: no exec, no volumes, no security context
 * constraints, no CRDs, no Leases.
 */
const operatorRules: readonly Rule[] = [
  all('quay.redhat.com', 'quayregistries', 'quayregistries/status'),
  all('apps', 'deployments'),
  all('', 'pods', 'services', 'secrets', 'configmaps', 'serviceaccounts', 'persistentvolumeclaims', 'events'),
  all('rbac.authorization.k8s.io', 'roles', 'rolebindings'),
  all('route.openshift.io', 'routes', 'routes/custom-host'),
  all('autoscaling', 'horizontalpodautoscalers'),
  all('objectbucket.io', 'objectbucketclaims'),
  all('monitoring.coreos.com', 'prometheusrules', 'servicemonitors'),
  all('batch', 'jobs'),
  { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
];

/**
 * The rights of `operator`, and what OpenShift and OLM add to the usual roles: `admin` and `edit` may do everything with
 * QuayEcosystems, QuayRegistries and Routes (hosts included), `view` may read them.
 */
export async function installAccess(client: KubeClient): Promise<void> {
  const roles = [
    role('quay-operator', operatorRules),
    role('development-edit', [...ours.map((name) => rule(name, ['*'])), customHosts()], 'admin', 'edit'),
    role(
      'development-view',
      [...ours, ...olm].map((name) => rule(name, ['get', 'list', 'watch'])),
      'admin',
      'view',
    ),
  ];
  for (const clusterRole of roles) await client.apply(clusterRoles, clusterRole, { fieldManager, force: true });
  await client.apply(clusterRoleBindings, operatorBinding(), { fieldManager, force: true });
}

function all(apiGroup: string, ...resources: string[]): Rule {
  return { apiGroups: [apiGroup], resources, verbs: ['*'] };
}

/** `plural.group` as a CRD is called. */
function rule(name: string, verbs: readonly string[]): Rule {
  const [plural = '', ...rest] = name.split('.');
  return { apiGroups: [rest.join('.')], resources: [plural], verbs };
}

function customHosts(): Rule {
  return { apiGroups: ['route.openshift.io'], resources: ['routes/custom-host'], verbs: ['create', 'update'] };
}

function role(name: string, rules: readonly Rule[], ...aggregatedTo: string[]): ClusterRole {
  const labels = aggregatedTo.map((target) => [`rbac.authorization.k8s.io/aggregate-to-${target}`, 'true']);
  return {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels: Object.fromEntries(labels) as Record<string, string> },
    rules,
  };
}

function operatorBinding(): KubernetesObject & { roleRef: unknown; subjects: unknown } {
  const user: UserName = 'operator';
  return {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'quay-operator' },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'quay-operator' },
    subjects: [
      { apiGroup: group, kind: 'User', name: user },
      { kind: 'ServiceAccount', name: operatorServiceAccount, namespace: operatorNamespace },
    ],
  };
}
