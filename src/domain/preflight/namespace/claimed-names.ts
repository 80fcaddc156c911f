import { migrationNames } from '../../migration-names.ts';
import type { Resource } from '../../../k8s/resource.ts';
import * as kinds from '../../../k8s/resource.ts';

export interface ClaimedNames {
  readonly resource: Resource;
  readonly names: readonly string[];
}

/**
 * The names that the migration or quay-operator 3.9 to 3.18 will create an object under, by kind. Whatever has one of
 * them would be taken over, overwritten, or would stop the roll-out. Not in here: the Route `NAME-quay`, which is meant
 * to be taken over; the Deployment `NAME-quay-database`, which has a finding of its own; Jobs and Pods whose names hold
 * the number of the attempt.
 */
export function claimedNames(name: string): readonly ClaimedNames[] {
  const own = migrationNames(name, 0);
  const named = (...suffixes: readonly string[]): readonly string[] => suffixes.map((suffix) => `${name}-${suffix}`);
  return [
    {
      resource: kinds.deployments,
      names: named('quay-app', 'quay-mirror', 'quay-redis', 'clair-app', 'clair-postgres', 'quay-config-editor'),
    },
    {
      resource: kinds.services,
      names: named(
        ...['quay-app', 'quay-database', 'quay-redis', 'clair-app', 'clair-postgres', 'quay-metrics'],
        'quay-config-editor',
      ),
    },
    {
      resource: kinds.persistentVolumeClaims,
      names: named('quay-postgres-13', 'clair-postgres-15', 'clair-postgres-13'),
    },
    {
      resource: kinds.secrets,
      names: named('quay-registry-managed-secret-keys', 'quay-migration-bundle'),
    },
    {
      resource: kinds.configMaps,
      names: named('cluster-service-ca', 'cluster-trusted-ca', 'postgres-conf-sample', 'clair-postgres-conf-sample'),
    },
    {
      resource: kinds.serviceAccounts,
      names: [...named('quay-app', 'quay-database', 'quay-redis', 'clair-app', 'clair-postgres'), own.account],
    },
    { resource: kinds.jobs, names: named('quay-app-upgrade', 'quay-postgres-upgrade', 'clair-postgres-upgrade') },
    { resource: kinds.horizontalPodAutoscalers, names: named('quay-app', 'quay-mirror', 'clair-app') },
    { resource: kinds.routes, names: named('quay-builder', 'test-route', 'quay-config-editor') },
  ];
}
