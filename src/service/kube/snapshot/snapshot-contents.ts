import type { Resource } from '../../../k8s/resource.ts';
import * as kinds from '../../../k8s/resource.ts';

/** One read that a snapshot consists of. */
export interface SnapshotPart {
  readonly resource: Resource;
  /**
   * `namespace`: the ecosystem's. `cluster`: all namespaces, or a kind without one. `operators`: all namespaces where
   * the reader may read them, see OperatorPlaces.
   */
  readonly scope: 'namespace' | 'cluster' | 'operators';
  /** Read one by one, where listing asks for rights that nobody needs to have otherwise. */
  readonly names?: readonly string[];
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Only told, nothing is decided by it: many clusters lack the kind, and many readers the right, without a gap. */
  readonly optional?: true;
  /** A dump without any object of this kind is incomplete; a namespace may well have no Ingress. */
  readonly expected: boolean;
}

/**
 * Where Deployments of quay-operators are looked for, beside the ecosystem's own namespace. Listing all Deployments of
 * a cluster to find one would be megabytes: they are found by who installed them (OLM v0 and v1 label what they make)
 * and by the names that the manifests of all versions use.
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
 * All that the facts are read from: the one list behind the reader of a live cluster, the check of a dump and the
 * commands that make one.
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
