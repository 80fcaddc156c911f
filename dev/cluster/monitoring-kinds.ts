import type { CustomResourceDefinition } from '../../src/k8s/customresourcedefinition.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';

/** Where the console's dashboards are; the operator puts one there. */
export const dashboardNamespace: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'openshift-config-managed' },
};

/** The kinds of the monitoring stack by which quay-operator sees that there is one; what they hold is not looked at. */
export const monitoringKinds: readonly CustomResourceDefinition[] = [
  definition('servicemonitors', 'ServiceMonitor'),
  definition('prometheusrules', 'PrometheusRule'),
];

function definition(plural: string, kind: string): CustomResourceDefinition {
  const group = 'monitoring.coreos.com';
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const names = { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` };
  const version = { name: 'v1', served: true, storage: true, schema };
  const spec = { group, names, scope: 'Namespaced', versions: [version] };
  const metadata = { name: `${plural}.${group}` };
  return { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata, spec };
}
