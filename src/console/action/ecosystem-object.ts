import type { K8sResourceCommon } from '@openshift-console/dynamic-plugin-sdk';

/** What the console hands to this plugin: the live object, of which its label and condition are read. */
export interface EcosystemObject extends K8sResourceCommon {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly reason?: string }[] };
}

/** `over`: the last one was rejected or rolled back, so that the next can be started. */
export type KnownMigration = 'none' | 'current' | 'over';

/** Reasons of the condition QuayMigration with which nothing is left of an attempt. */
const overReasons: readonly (string | undefined)[] = ['Blocked', 'RolledBack'];

/** Whether there is a migration to view: it was requested, or the service has reported on one. */
export function knownMigration({ metadata, status }: EcosystemObject): KnownMigration {
  const condition = status?.conditions?.find(({ type }) => type === 'QuayMigration');
  if (condition !== undefined) return overReasons.includes(condition.reason) ? 'over' : 'current';
  return metadata?.labels?.['quay-operator/migrate'] === 'true' ? 'current' : 'none';
}
