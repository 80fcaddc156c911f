import { readChoices, type Choices } from '../../../domain/choices.ts';
import type { EcosystemFacts } from '../../../domain/ecosystem/facts.ts';
import { oldOperators } from '../../../domain/ecosystem/operators/read-operators.ts';
import { readFacts } from '../../../domain/ecosystem/read-facts.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { stopOperator } from '../../../domain/preflight/operator/stop-operator.ts';
import { planMigration } from '../../../domain/plan/plan-migration.ts';
import { type Finding, verdictOf } from '../../../contract/finding.ts';
import { readSnapshot } from '../../kube/snapshot/read-snapshot.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { generateSecrets } from '../objects/generate-secrets.ts';
import type { Journal } from '../journal/journal.ts';
import type { Reach } from '../journal/reach.ts';
import { type StepOutcome, StepFailure, done } from '../attempt/step-outcome.ts';
import { rejectedByCluster } from './dry-run.ts';

/** Reads the current state, checks it and makes the plan. Changes nothing but the journal. */
export async function preflight(attempt: Attempt): Promise<StepOutcome> {
  const { facts, choices } = await readNow(attempt, attempt.settings.preflightReads);
  const plan = planMigration(facts, choices, {
    attempt: attempt.journal.attempt,
    generated: generateSecrets(),
    workerImage: attempt.settings.workerImage,
    imagePullSecrets: attempt.settings.imagePullSecrets,
  });
  const findings = [...plan.findings];
  if (verdictOf(findings, []).blockers.length === 0) findings.push(...(await rejectedByCluster(attempt.client, plan)));
  rejectUnlessSafe({ findings, choices }, attempt.journal.request);
  await attempt.update({ findings, choices, plan: await attempt.journals.storePlan(attempt.journal, plan) });
  return done(
    `no blockers; ${plan.components.filter((component) => component.managed).length} components will be managed by quay-operator`,
  );
}

/**
 * The facts as the cluster shows them now. Objects of this and earlier attempts do not count as conflicts. Only
 * preflight may use shared reads; later checks read again.
 */
export async function readNow(
  attempt: Attempt,
  reads: Pick<Reach, 'client' | 'facts'> = attempt,
): Promise<{ facts: EcosystemFacts; choices: Choices }> {
  const target = { namespace: attempt.namespace, name: attempt.name };
  // Before the first attempt there was none.
  const journals = attempt.journal.attempt === 1 ? [attempt] : await attempt.journals.list();
  const journaledUids = journals
    .flatMap(({ journal }) => Object.values(journal.created))
    .flatMap(({ uid }) => (uid === undefined ? [] : [uid]));
  const snapshot = await readSnapshot(reads.client, target, new Date(), {
    journaledUids,
    clusterFacts: reads.facts,
    reviewer: attempt.facts,
    ...(attempt.settings.operatorPlaces && { operators: attempt.settings.operatorPlaces }),
  });
  const facts = readFacts(snapshot);
  const { choices } = readChoices(facts.ecosystem?.metadata.annotations ?? {});
  return { facts, choices };
}

/** With object and field in full: a message names them as people do. */
function describeFinding({ id, object, field, message }: Finding): string {
  return `${id}: ${object} ${field}: ${message}`;
}

/** Throws with the findings, for the journal. */
function rejectUnlessSafe(judged: Pick<Journal, 'findings' | 'choices'>, request: string): void {
  const { blockers, unacknowledged } = verdictOf(judged.findings, judged.choices.acknowledged);
  if (blockers.length > 0) {
    throw new StepFailure(
      blockers.map(describeFinding).join('; '),
      `${blockers.map((finding) => finding.remedy).join(' ')} Then request the migration again with a new value of the annotation quay-migration/request.`,
      judged,
    );
  }
  if (unacknowledged.length === 0) return;
  const ids = [...new Set(unacknowledged.map((finding) => finding.id))].join(',');
  throw new StepFailure(
    unacknowledged.map(describeFinding).join('; '),
    `To accept these warnings, request the migration again and acknowledge them: set the annotations ` +
      `quay-migration/request: "NEW" and quay-migration/acknowledged: "NEW: ${ids}" (this request was "${request}").`,
    judged,
  );
}

/** Checks right before the freeze and before creating the QuayRegistry that the operators are those of the plan. */
export async function recheckOperator(attempt: Attempt, plan: MigrationPlan): Promise<void> {
  const { facts } = await readNow(attempt);
  const [another] = [...oldOperators(facts, 'legacy'), ...oldOperators(facts, 'bridging')];
  if (another !== undefined) {
    throw new StepFailure(
      `${another.source} was started, and would reconcile the QuayEcosystem or migrate it itself`,
      `${stopOperator(another)} Then request the migration again.`,
    );
  }
  if (runsAsPlanned(facts.operator, plan)) return;
  throw new StepFailure(
    `quay-operator changed during the migration: it was planned for ${plan.quayVersion}, but the cluster has ${facts.operator?.quayVersion ?? 'none'}`,
    'Set the Subscription of the operator to Manual approval while you migrate. Wait until the operator is installed, then request the migration again.',
  );
}

/** Whether the operator still has the version and both images of the plan. */
function runsAsPlanned(operator: EcosystemFacts['operator'], { quayVersion, work, database }: MigrationPlan): boolean {
  const quay = work.upgrade.spec?.template?.spec?.containers?.[0]?.image;
  const postgres = database.server?.spec?.containers?.[0]?.image;
  if (operator?.quayVersion !== quayVersion || operator.quayImage !== quay) return false;
  return postgres === undefined || operator.postgresImage === postgres;
}
