/**
 * Names of what a migration makes, besides what the new operator expects. Pods, Jobs and Services add at most 17
 * characters to the ecosystem's name (46 + 17 = 63), and none is a name that either operator uses.
 */
export interface MigrationNames {
  /** ServiceAccount of all pods of the migration. */
  readonly account: string;
  readonly server: string;
  readonly inspectJob: string;
  readonly restJob: string;
  readonly firstCopyJob: string;
  readonly copyJob: string;
  readonly upgradeJob: string;
  readonly repairJob: string;
  readonly checkJob: string;
  readonly volumeJob: string;
  readonly pullJob: string;
  readonly validateJob: string;
  readonly pullComponentsJob: string;
  readonly workSecret: string;
  readonly proofSecret: string;
}

export function migrationNames(name: string, attempt: number): MigrationNames {
  return {
    account: `${name}-qm-worker`,
    server: `${name}-qm-db-${attempt}`,
    inspectJob: `${name}-qm-inspect-${attempt}`,
    restJob: `${name}-qm-rest-${attempt}`,
    firstCopyJob: `${name}-qm-first-${attempt}`,
    copyJob: `${name}-qm-copy-${attempt}`,
    upgradeJob: `${name}-qm-upgrade-${attempt}`,
    repairJob: `${name}-qm-repair-${attempt}`,
    checkJob: `${name}-qm-check-${attempt}`,
    volumeJob: `${name}-qm-volume-${attempt}`,
    pullJob: `${name}-qm-pull-${attempt}`,
    validateJob: `${name}-qm-validate-${attempt}`,
    pullComponentsJob: `${name}-qm-images-${attempt}`,
    workSecret: `${name}-quay-migration-work-${attempt}`,
    proofSecret: `${name}-quay-migration-work-${attempt}-proof`,
  };
}

/** The claim that quay-operator 3.9 to 3.18 mounts into its PostgreSQL 13. */
export function databaseClaimName(name: string): string {
  return `${name}-quay-postgres-13`;
}

/** Role, database and Service of the new operator's PostgreSQL share this name. */
export function newDatabaseName(name: string): string {
  return `${name}-quay-database`;
}

export const managedBy = 'quay-migration-plugin';

export const migrationLabels = {
  managedBy: 'app.kubernetes.io/managed-by',
  ecosystem: 'quay-migration/ecosystem',
  attempt: 'quay-migration/attempt',
} as const;

/** What every object of an attempt carries. */
export function labelsOf(name: string, attempt: number): Readonly<Record<string, string>> {
  return {
    [migrationLabels.managedBy]: managedBy,
    [migrationLabels.ecosystem]: name,
    [migrationLabels.attempt]: String(attempt),
  };
}

/** Finalizer on the QuayEcosystem from freeze to the end of verify or rollback. */
export const ecosystemFinalizer = 'quay-migration/running';

/** Finalizer on the QuayRegistry: gives the moment to detach volume and keys, whoever deletes it. */
export const registryFinalizer = 'quay-migration/rollback-guard';
