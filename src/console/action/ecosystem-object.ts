import type { K8sResourceCommon } from '@openshift-console/dynamic-plugin-sdk';

/** What the console hands to this plugin: the live object, of which its label and condition are looked at. */
export interface EcosystemObject extends K8sResourceCommon {
  readonly status?: { readonly conditions?: readonly { readonly type: string }[] };
}

/** Whether there is a migration to look at: it was requested, or the service has said something about one. */
export function hasMigration({ metadata, status }: EcosystemObject): boolean {
  const asked = metadata?.labels?.['quay-operator/migrate'] === 'true';
  return asked || (status?.conditions ?? []).some(({ type }) => type === 'QuayMigration');
}
