import { SourceReport } from '../../../contract/source-report.ts';
import { migrationLabels } from '../../../domain/migration-names.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { isTrue } from '../../../k8s/condition.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { copyPendingReason } from '../jobs/copy-run.ts';
import { podTrouble, runJob } from '../jobs/job-run.ts';
import { proofFailure } from '../jobs/proof-failure.ts';
import { reportOf, runForReport } from '../jobs/report-run.ts';
import { type StepOutcome, StepFailure, done, wait } from '../attempt/step-outcome.ts';

const remedyOfFirstCopy =
  'The old registry stayed available, and its database was not modified. Fix the reported problem, then request the migration again.';

/** Does everything that is possible while the old registry is available, to keep the downtime short. */
export async function prepare(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  if (!(await keptObjectsGone(attempt, plan))) return wait('deleting the objects that an earlier attempt kept');
  await createWorkObjects(attempt, plan);
  const waitingFor = (await databasePendingReason(attempt, plan)) ?? (await caPendingReason(attempt, plan));
  if (waitingFor !== undefined) return wait(waitingFor);
  const pendingJob = await jobsPendingReason(attempt, plan);
  if (pendingJob !== undefined) return wait(pendingJob);
  const wanted = { kind: 'source', schema: SourceReport } as const;
  const source = attempt.journal.source ?? (await reportOf(attempt, plan.work.inspect, wanted));
  if (source === undefined) return wait(await runForReport(attempt, plan.work.inspect));
  if (attempt.journal.source === undefined) await attempt.update({ source });
  const result =
    `images verified, Quay starts with its new configuration, database reachable (${source.tables} tables, revision ${source.revision})` +
    collationChange(source);
  if (plan.work.firstCopy === undefined) return done(result);
  const pendingCopy = await copyPendingReason(attempt, plan.work.firstCopy, remedyOfFirstCopy);
  if (pendingCopy !== undefined) return wait(pendingCopy);
  // The copy in the downtime has its own retries.
  if (attempt.journal.retries > 0) await attempt.update({ retries: 0 });
  return done(`${result}, pre-copy finished`);
}

/** Quay works with any collation, but users see lists in another order. */
function collationChange({ collation, target }: SourceReport): string {
  if (target?.collation === undefined || target.collation === collation) return '';
  return `, names will be sorted by collation ${target.collation} instead of ${collation}`;
}

/** Deletes volume and keys of an earlier, rolled-back attempt, which preflight reported and the user acknowledged. */
async function keptObjectsGone(attempt: Attempt, plan: MigrationPlan): Promise<boolean> {
  const kept: [kinds.Resource, string | undefined][] = [
    [kinds.persistentVolumeClaims, plan.database.claim?.metadata.name],
    [kinds.secrets, plan.registry.managedKeys.metadata.name],
  ];
  let gone = true;
  for (const [resource, name] of kept) {
    const found = name === undefined ? undefined : await attempt.client.get(resource, name, attempt.namespace);
    const labels = found?.metadata.labels;
    if (found === undefined || labels?.[migrationLabels.attempt] === String(attempt.journal.attempt)) continue;
    if (labels?.[migrationLabels.ecosystem] !== attempt.name) continue;
    gone = false;
    const { uid, deletionTimestamp } = found.metadata;
    if (deletionTimestamp === undefined) await attempt.client.delete(resource, found.metadata, uid ? { uid } : {});
  }
  return gone;
}

async function createWorkObjects(attempt: Attempt, plan: MigrationPlan): Promise<void> {
  const { work, database, registry } = plan;
  await attempt.ensureCreated(kinds.serviceAccounts, work.serviceAccount);
  await attempt.ensureCreated(kinds.secrets, work.secret);
  await attempt.ensureCreated(kinds.secrets, work.upgradeConfig);
  if (work.validateConfig) await attempt.ensureCreated(kinds.secrets, work.validateConfig);
  for (const configMap of registry.caConfigMaps) await attempt.ensureCreated(kinds.configMaps, configMap);
  if (database.claim) await attempt.ensureCreated(kinds.persistentVolumeClaims, database.claim);
  if (database.serverService) await attempt.ensureCreated(kinds.services, database.serverService);
  if (database.server) await attempt.ensureCreated(kinds.pods, database.server);
}

async function databasePendingReason(attempt: Attempt, { database }: MigrationPlan): Promise<string | undefined> {
  if (!database.server) return undefined;
  const { name } = database.server.metadata;
  const pod = await attempt.client.get(kinds.pods, name, attempt.namespace);
  if (isTrue(pod?.status?.conditions, 'Ready')) return undefined;
  if (pod?.status?.phase === 'Failed') {
    const why = pod.status.message ?? pod.status.reason ?? 'no reason was reported';
    throw new StepFailure(
      `Pod ${attempt.namespace}/${name}, the temporary PostgreSQL server, failed: ${why}`,
      `Read the log of the pod: oc logs ${name} -n ${attempt.namespace}. Fix the reported problem, then request the migration again.`,
    );
  }
  return `waiting for the temporary PostgreSQL server: ${podTrouble(pod)}`;
}

/** The operator hashes both CA bundles into its pods: filling them later would restart the database during the rollout. */
async function caPendingReason(attempt: Attempt, { registry }: MigrationPlan): Promise<string | undefined> {
  for (const { metadata } of registry.caConfigMaps) {
    const found = await attempt.client.get(kinds.configMaps, metadata.name, attempt.namespace);
    const injected = Object.values(found?.data ?? {}).some((value) => value !== '');
    if (!injected) return `waiting for the cluster CA to be injected into ConfigMap ${metadata.name}`;
  }
  return undefined;
}

/** Runs all Jobs at once: they are independent of each other. */
async function jobsPendingReason(attempt: Attempt, plan: MigrationPlan): Promise<string | undefined> {
  const { pull, validate, inspect } = plan.work;
  let waiting: string | undefined;
  for (const planned of [...pull, ...(validate ? [validate] : []), inspect]) {
    const run = await runJob(attempt, planned);
    if (run.state === 'failed') throw proofFailure(plan, planned, run.message);
    if (run.state === 'running') waiting ??= `${planned.metadata.name}: ${run.message}`;
  }
  return waiting;
}
