import type { Resource } from '../../../k8s/resource.ts';
import * as kinds from '../../../k8s/resource.ts';

/** One read of a snapshot. */
export interface SnapshotPart {
  readonly resource: Resource;
  /**
   * `namespace`: the ecosystem's. `cluster`: all namespaces, or a cluster-scoped kind. `operators`: the namespaces of
   * OperatorPlaces.
   */
  readonly scope: 'namespace' | 'cluster' | 'operators';
  /** Names to read one by one, when listing would need rights that are not needed otherwise. */
  readonly names?: readonly string[];
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Informative only: a missing kind or right is not reported as unread. */
  readonly optional?: true;
  /** Whether a dump without any object of this kind is incomplete. */
  readonly expected: boolean;
}

/**
 * Selectors for Deployments of quay-operators outside of the ecosystem's own namespace. Listing all Deployments of a
 * cluster would transfer megabytes: they are found by the labels of OLM v0 and v1, and by the names in the manifests of
 * all versions.
 */
const operatorDeployments: readonly Pick<SnapshotPart, 'labelSelector' | 'fieldSelector'>[] = [
  { labelSelector: 'olm.owner' },
  { labelSelector: 'olm.operatorframework.io/owner-kind' },
  { fieldSelector: 'metadata.name=quay-operator' },
  { fieldSelector: 'metadata.name=quay-operator-tng' },
];

const crdNames = [
  'quayregistries.quay.redhat.com',
  'servicemonitors.monitoring.coreos.com',
  'prometheusrules.monitoring.coreos.com',
] as const;

/**
 * All reads of a snapshot. Used to read a cluster, to check a dump, and to print the commands that create one.
 */
export function snapshotParts(): readonly SnapshotPart[] {
  return [
    { resource: kinds.quayEcosystems, scope: 'namespace', expected: true },
    { resource: kinds.quayRegistries, scope: 'namespace', expected: false },
    { resource: kinds.secrets, scope: 'namespace', expected: true },
    { resource: kinds.configMaps, scope: 'namespace', expected: true },
    { resource: kinds.services, scope: 'namespace', expected: true },
    { resource: kinds.persistentVolumeClaims, scope: 'namespace', expected: false },
    { resource: kinds.serviceAccounts, scope: 'namespace', expected: true },
    { resource: kinds.deployments, scope: 'namespace', expected: true },
    { resource: kinds.jobs, scope: 'namespace', expected: false },
    { resource: kinds.horizontalPodAutoscalers, scope: 'namespace', expected: false },
    { resource: kinds.ingresses, scope: 'namespace', expected: false },
    { resource: kinds.networkPolicies, scope: 'namespace', expected: false },
    { resource: kinds.resourceQuotas, scope: 'namespace', expected: false },
    { resource: kinds.limitRanges, scope: 'namespace', expected: false },
    { resource: kinds.routes, scope: 'namespace', expected: false },
    { resource: kinds.serviceMonitors, scope: 'namespace', expected: false, optional: true },
    { resource: kinds.clusterServiceVersions, scope: 'cluster', expected: true },
    { resource: kinds.subscriptions, scope: 'cluster', expected: false },
    ...operatorDeployments.map((selector) => ({
      resource: kinds.deployments,
      scope: 'operators' as const,
      ...selector,
      expected: false,
    })),
    ...[kinds.imageContentSourcePolicies, kinds.imageDigestMirrorSets, kinds.imageTagMirrorSets].map((resource) => ({
      resource,
      scope: 'cluster' as const,
      optional: true as const,
      expected: false,
    })),
    { resource: kinds.storageClasses, scope: 'cluster', expected: true },
    { resource: kinds.customResourceDefinitions, scope: 'cluster', names: crdNames, expected: true },
  ];
}

/** `deployments.apps`, as `oc get` takes it. */
export function resourceName({ plural, group }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}
