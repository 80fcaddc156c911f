import type { Resource } from '../../k8s/resource.ts';
import * as kinds from '../../k8s/resource.ts';

/** One read that a snapshot consists of. */
export interface SnapshotPart {
  readonly resource: Resource;
  /** `namespace`: the ecosystem's. `cluster`: all namespaces, or a kind without one. */
  readonly scope: 'namespace' | 'cluster';
  /** Read one by one, where listing asks for rights that nobody needs to have otherwise. */
  readonly names?: readonly string[];
  readonly labelSelector?: string;
  /** A dump without any object of this kind is incomplete; a namespace may well have no Ingress. */
  readonly expected: boolean;
}

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
    { resource: kinds.routes, scope: 'namespace', expected: false },
    { resource: kinds.clusterServiceVersions, scope: 'cluster', expected: true },
    { resource: kinds.subscriptions, scope: 'cluster', expected: false },
    {
      resource: kinds.deployments,
      scope: 'cluster',
      labelSelector: 'olm.owner',
      expected: false,
    },
    { resource: kinds.storageClasses, scope: 'cluster', expected: true },
    { resource: kinds.customResourceDefinitions, scope: 'cluster', names: crdNames, expected: true },
  ];
}

/** `deployments.apps`, as `oc get` takes it. */
export function resourceName({ plural, group }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}
