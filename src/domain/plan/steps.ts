import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { PlannedStep } from './migration-plan.ts';

const gibibyte = 1024 ** 3;
const minute = 60;

/** The titles of the steps; the plan makes some of them more precise. */
export const stepTitles = {
  preflight: 'Run preflight checks',
  snapshot: 'Record the originals of all objects',
  prepare: 'Prepare while the old registry is available',
  freeze: 'Scale down the old registry',
  /** With a pre-copy. */
  prepareWithCopy: 'Prepare and pre-copy the database while the old registry is available',
  database: 'Copy the database and verify every row',
  databaseAfterCopy: 'Update the copy of the database and verify every row',
  'schema-upgrade': 'Upgrade the database schema',
  registry: 'Create the QuayRegistry',
  rollout: 'Wait until the new registry is available',
  access: 'Point external access at the new registry',
  verify: 'Verify data, keys and endpoint',
} as const;

export interface StepsOptions {
  readonly mode: 'copy' | 'in-place';
  /** Whether the database is pre-copied. */
  readonly firstCopy: boolean;
  /** The Service that is pointed at the new pods, as in AccessPlan. */
  readonly service: string | undefined;
  readonly volumeBytes: number;
}

/** The ten steps with their titles, deadlines and, where one has nothing to do, the reason. */
export function plannedSteps(
  facts: EcosystemFacts,
  { mode, firstCopy, service, volumeBytes }: StepsOptions,
): readonly PlannedStep[] {
  // The slowest copy measured moves about 30 MB a second with its proof; a tenth of that is the deadline.
  const copySeconds = Math.max(30 * minute, Math.ceil((volumeBytes / gibibyte) * 6 * minute));
  return [
    { id: 'preflight', title: stepTitles.preflight, deadlineSeconds: 5 * minute },
    { id: 'snapshot', title: stepTitles.snapshot, deadlineSeconds: 5 * minute },
    {
      id: 'prepare',
      title: firstCopy ? stepTitles.prepareWithCopy : stepTitles.prepare,
      deadlineSeconds: 30 * minute + (firstCopy ? copySeconds : 0),
    },
    { id: 'freeze', title: stepTitles.freeze, deadlineSeconds: 15 * minute },
    {
      id: 'database',
      title: databaseTitle(mode, firstCopy),
      deadlineSeconds: copySeconds,
      ...(mode === 'in-place' && { skipped: inPlaceReason(facts) }),
    },
    { id: 'schema-upgrade', title: stepTitles['schema-upgrade'], deadlineSeconds: copySeconds },
    { id: 'registry', title: stepTitles.registry, deadlineSeconds: 10 * minute },
    { id: 'rollout', title: stepTitles.rollout, deadlineSeconds: 60 * minute },
    {
      id: 'access',
      title: service === undefined ? 'Take over the Route' : `Point Service ${service} at the new registry`,
      deadlineSeconds: 10 * minute,
      ...(service === undefined && { skipped: 'quay-operator points the Route at the new registry itself' }),
    },
    { id: 'verify', title: stepTitles.verify, deadlineSeconds: 15 * minute },
  ];
}

/**
 * How long the schema upgrade may take once the database is measured: the volume is planned for years to come, and a
 * `migrate head` that hangs must not keep the registry down for as long as all of it would take.
 */
export function upgradeSeconds(plannedSeconds: number, databaseBytes: number | undefined): number {
  if (databaseBytes === undefined) return plannedSeconds;
  const measured = Math.ceil((databaseBytes / gibibyte) * 6 * minute);
  return Math.min(plannedSeconds, Math.max(30 * minute, measured));
}

function databaseTitle(mode: 'copy' | 'in-place', firstCopy: boolean): string {
  if (mode === 'in-place') return 'Keep the existing database';
  return firstCopy ? stepTitles.databaseAfterCopy : stepTitles.database;
}

function inPlaceReason({ database }: EcosystemFacts): string {
  switch (database.kind) {
    case 'external':
      return `the database is external (${database.uri?.host ?? 'unknown host'}) and is upgraded in place`;
    case 'ephemeral':
      return 'the database has no persistent volume (emptyDir), and only a persistent volume is copied';
    case 'managed':
      return 'the choice quay-migration/database: unmanaged keeps the existing database';
  }
}
