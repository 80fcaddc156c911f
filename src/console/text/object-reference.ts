import type { K8sGroupVersionKind } from '@openshift-console/dynamic-plugin-sdk';

export interface ObjectReference {
  readonly groupVersionKind: K8sGroupVersionKind;
  readonly name: string;
  readonly namespace?: string;
}

/** Kinds that the service names in texts, and that a console has a page of. The core group has no name. */
const kinds: Readonly<Record<string, readonly [group: string, version: string]>> = {
  ClusterServiceVersion: ['operators.coreos.com', 'v1alpha1'],
  ConfigMap: ['', 'v1'],
  Deployment: ['apps', 'v1'],
  Ingress: ['networking.k8s.io', 'v1'],
  Job: ['batch', 'v1'],
  LimitRange: ['', 'v1'],
  NetworkPolicy: ['networking.k8s.io', 'v1'],
  PersistentVolumeClaim: ['', 'v1'],
  Pod: ['', 'v1'],
  QuayEcosystem: ['redhatcop.redhat.io', 'v1alpha1'],
  QuayRegistry: ['quay.redhat.com', 'v1'],
  ResourceQuota: ['', 'v1'],
  Route: ['route.openshift.io', 'v1'],
  Secret: ['', 'v1'],
  Service: ['', 'v1'],
  ServiceAccount: ['', 'v1'],
  Subscription: ['operators.coreos.com', 'v1alpha1'],
};

/** `Secret quay/config` as something to link to; undefined where the text names no object of a known kind. */
export function objectReference(text: string): ObjectReference | undefined {
  const [, kind = '', namespace = '', name = ''] = /^(\w+) ([a-z0-9.-]+)\/([a-zA-Z0-9.-]+)$/.exec(text) ?? [];
  const [group, version] = (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined) ?? [];
  if (group === undefined || version === undefined) return undefined;
  return { groupVersionKind: { ...(group !== '' && { group }), version, kind }, name, namespace };
}
