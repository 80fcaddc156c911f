import type { K8sResourceCommon } from '@openshift-console/dynamic-plugin-sdk';

/** Of a custom object, below the API server. */
export function objectPath({ apiVersion = '', kind = '', metadata }: K8sResourceCommon): string {
  return `/apis/${apiVersion}/namespaces/${metadata?.namespace ?? ''}/${kind.toLowerCase()}s/${metadata?.name ?? ''}`;
}

/** `group~version~Kind`, as the console writes it in its addresses. */
export function parseReference(reference: string): { group: string; version: string; kind: string } {
  const [group = '', version = '', kind = ''] = reference.split('~');
  return { group, version, kind };
}
