import type { KubernetesObject } from '../../../src/k8s/object.ts';
import * as kinds from '../../../src/k8s/resource.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import type { Applied } from './applied.ts';
import { metadataOf, selectorOf } from './object-metadata.ts';
import { serviceOf } from './service-of.ts';

const prometheusRules: kinds.Resource = {
  group: 'monitoring.coreos.com',
  version: 'v1',
  kind: 'PrometheusRule',
  plural: 'prometheusrules',
  namespaced: true,
};

/** What the operator makes where it manages monitoring (3.9 to 3.18): all of it but the label of the namespace. */
export function monitoringObjects(inputs: RegistryInputs): readonly Applied[] {
  if (!inputs.managed('monitoring')) return [];
  return [
    [kinds.services, serviceOf(inputs, 'quay-metrics', 'quay-app', [['quay-metrics', 9091, 9091]])],
    [kinds.roles, role(inputs)],
    [kinds.roleBindings, roleBinding(inputs)],
    [kinds.serviceMonitors, serviceMonitor(inputs)],
    [prometheusRules, prometheusRule(inputs)],
    [kinds.configMaps, dashboard(inputs)],
  ];
}

/** By which the cluster's Prometheus looks into the namespace. */
export const monitoringLabel = { 'openshift.io/cluster-monitoring': 'true' };

function role(inputs: RegistryInputs): KubernetesObject & { readonly rules: unknown } {
  const rules = [{ apiGroups: [''], resources: ['services', 'pods'], verbs: ['get', 'list', 'watch'] }];
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: metadataOf(inputs, 'prometheus'),
    rules,
  };
}

function roleBinding(
  inputs: RegistryInputs,
): KubernetesObject & { readonly roleRef: unknown; readonly subjects: unknown } {
  const metadata = metadataOf(inputs, 'prometheus');
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: 'prometheus-k8s', namespace: 'openshift-monitoring' }],
  };
}

function serviceMonitor(inputs: RegistryInputs): KubernetesObject & { readonly spec: unknown } {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: metadataOf(inputs, 'quay-metrics-monitor', 'quay-metrics'),
    spec: { endpoints: [{ port: 'quay-metrics' }], selector: { matchLabels: selectorOf(inputs, 'quay-app') } },
  };
}

function prometheusRule(inputs: RegistryInputs): KubernetesObject & { readonly spec: unknown } {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: metadataOf(inputs, 'quay-prometheus-rules', 'quay-metrics'),
    spec: { groups: [] },
  };
}

/** In another namespace, so that nothing can own it: it outlives the registry. */
function dashboard(inputs: RegistryInputs): KubernetesObject {
  const { labels = {} } = metadataOf(inputs, 'grafana');
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `grafana-dashboard-${inputs.namespace}-${inputs.name}-quay`,
      namespace: 'openshift-config-managed',
      labels: { ...labels, 'console.openshift.io/dashboard': 'true' },
    },
  };
}
