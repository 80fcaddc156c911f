import type { ClusterServiceVersion } from '../../src/k8s/clusterserviceversion.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import { clusterRoleBindings, clusterRoles, clusterServiceVersions, namespaces } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { type OperatorVersion, images, versions } from '../operator/version-facts.ts';

const namespace = 'quay-operator';
const rbac = 'rbac.authorization.k8s.io/v1';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** The operator's own rights, as its CSV grants them in AllNamespaces mode. */
const operatorRules: readonly Rule[] = [
  {
    apiGroups: ['quay.redhat.com'],
    resources: ['quayregistries', 'quayregistries/status', 'quayregistries/finalizers'],
    verbs: ['*'],
  },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'] },
  {
    apiGroups: [''],
    resources: ['pods', 'services', 'secrets', 'configmaps', 'serviceaccounts', 'persistentvolumeclaims', 'events'],
    verbs: ['*'],
  },
  { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: ['*'] },
  { apiGroups: ['route.openshift.io'], resources: ['routes', 'routes/custom-host'], verbs: ['*'] },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['*'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['*'] },
];

/** What OLM leaves of an installed quay-operator: its CSV with the images it names, and its rights. */
export async function installOperator(client: KubeClient, version: OperatorVersion): Promise<void> {
  const role: KubernetesObject & { rules: readonly Rule[] } = {
    apiVersion: rbac,
    kind: 'ClusterRole',
    metadata: { name: 'quay-operator' },
    rules: operatorRules,
  };
  const binding: KubernetesObject & { roleRef: unknown; subjects: unknown[] } = {
    apiVersion: rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'quay-operator' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'quay-operator' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'operator' }],
  };
  await client.create(clusterRoles, role);
  await client.create(clusterRoleBindings, binding);
  await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const stored = await client.create(clusterServiceVersions, serviceVersion(version));
  const body = { status: { phase: 'Succeeded', reason: 'InstallSucceeded' } };
  await client.patch(clusterServiceVersions, stored.metadata, { type: 'merge', body }, { subresource: 'status' });
}

function serviceVersion(version: OperatorVersion): ClusterServiceVersion {
  const labels = { name: 'quay-operator-alm-owned' };
  const annotations = { 'quay-version': versions[version].quayVersion, 'olm.targetNamespaces': '' };
  const env = Object.entries({
    QUAY: images.quay,
    CLAIR: images.clair,
    REDIS: images.redis,
    POSTGRES: images.postgres,
    CLAIRPOSTGRES: images.clairPostgres,
  }).map(([component, value]) => ({ name: `RELATED_IMAGE_COMPONENT_${component}`, value }));
  const spec = {
    displayName: 'Red Hat Quay',
    version,
    customresourcedefinitions: {
      owned: [{ name: 'quayregistries.quay.redhat.com', kind: 'QuayRegistry', version: 'v1' }],
    },
    install: {
      strategy: 'deployment',
      spec: {
        deployments: [
          {
            name: `quay-operator.v${version}`,
            spec: {
              replicas: 1,
              selector: { matchLabels: labels },
              template: {
                metadata: { labels, annotations },
                spec: {
                  serviceAccountName: 'quay-operator',
                  containers: [{ name: 'quay-operator', image: `quay.io/projectquay/quay-operator:v${version}`, env }],
                },
              },
            },
          },
        ],
      },
    },
  };
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'ClusterServiceVersion',
    metadata: { name: `quay-operator.v${version}`, namespace, annotations },
    spec,
  };
}
