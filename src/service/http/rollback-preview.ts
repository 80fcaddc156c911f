import type { RollbackPreview } from '../../contract/rollback-preview.ts';
import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import { describeObject } from '../../k8s/object.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import type { Journal } from '../engine/journal/journal.ts';
import { canRollBack } from './migration-status.ts';

interface Undone {
  readonly object: string;
  readonly action: string;
}

/** What a rollback undoes, loses and keeps, according to the journal and its plan, in the order of the rollback. */
export function rollbackPreview(
  ecosystem: QuayEcosystem,
  journal: Journal | undefined,
  plan: MigrationPlan | undefined,
  rollBack: RollbackPreview['rollBack'],
): RollbackPreview {
  const { possible, reason } = canRollBack(ecosystem, journal);
  if (!possible || journal === undefined) {
    const request = journal?.request ?? '';
    return {
      schemaVersion: 1,
      possible,
      reason,
      request,
      undone: [],
      lost: [],
      kept: [],
      confirmationNeeded: false,
      rollBack,
    };
  }
  const lost = plan === undefined ? [] : lostBy(journal, plan);
  return {
    schemaVersion: 1,
    possible,
    reason,
    request: journal.request,
    undone: plan === undefined ? [] : undoneBy(journal, plan),
    lost,
    kept: plan === undefined ? [] : keptBy(journal, plan),
    confirmationNeeded: lost.length > 0,
    rollBack,
  };
}

function undoneBy(journal: Journal, plan: MigrationPlan): Undone[] {
  const { registry, database, access } = plan;
  const made = (key: string): boolean => key in journal.created;
  const { name } = journal.ecosystem;
  const undone: Undone[] = [];
  if (made(`quayregistries/${name}`)) {
    undone.push({
      object: describeObject(registry.registry),
      action: 'is deleted together with the pods of the new registry',
    });
  }
  if (journal.steps.access !== undefined || made(`quayregistries/${name}`))
    undone.push(...accessUndone(journal, access));
  undone.push(...workloadsUndone(journal, plan));
  if (made(`secrets/${registry.bundle.metadata.name}`)) {
    undone.push({ object: describeObject(registry.bundle), action: 'is deleted' });
  }
  if (
    !journal.registryRan &&
    database.claim !== undefined &&
    made(`persistentvolumeclaims/${database.claim.metadata.name}`)
  ) {
    undone.push({ object: describeObject(database.claim), action: 'is deleted, because it contains only the copy' });
  }
  return undone;
}

function accessUndone(journal: Journal, access: MigrationPlan['access']): Undone[] {
  const { namespace } = journal.ecosystem;
  const places: [string, string | undefined][] = [
    ['Route', access.route],
    ['Service', access.service],
    ['Ingress', access.ingress],
  ];
  return places.flatMap(([kind, name]) =>
    name === undefined
      ? []
      : [{ object: `${kind} ${namespace}/${name}`, action: 'is pointed back to the old registry' }],
  );
}

function workloadsUndone(journal: Journal, plan: MigrationPlan): Undone[] {
  if (journal.steps.freeze === undefined) return [];
  return plan.freeze.writers.map((writer) => {
    const original = journal.originals[`deployments/${writer}`] as { spec?: { replicas?: number } } | undefined;
    const replicas = original?.spec?.replicas ?? 1;
    return {
      object: `Deployment ${journal.ecosystem.namespace}/${writer}`,
      action: `is scaled up to ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`,
    };
  });
}

function lostBy(journal: Journal, plan: MigrationPlan): string[] {
  const lost: string[] = [];
  if (journal.registryRan) {
    const since = journal.steps.rollout?.startedAt ?? journal.startedAt;
    lost.push(
      `Everything that was pushed to the new registry or changed in it since ${since}: images, tags, users and settings.`,
    );
  }
  if (plan.database.mode === 'in-place' && journal.steps['schema-upgrade'] !== undefined) {
    lost.push(
      'The upgrade of the database: it was upgraded in place, and the old registry cannot run on it. The rollback waits ' +
        'until you restore its backup.',
    );
  }
  return lost;
}

function keptBy(journal: Journal, plan: MigrationPlan): string[] {
  if (!journal.registryRan) return [];
  const { claim } = plan.database;
  const evidence = [claim, plan.registry.managedKeys].flatMap((object) =>
    object === undefined ? [] : [`${describeObject(object)}, which contains data of the new registry`],
  );
  return [...evidence, `the journal of attempt ${journal.attempt}`];
}
