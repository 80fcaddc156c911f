import { readChoices, type Choices } from '../../../domain/choices.ts';
import type { EcosystemFacts } from '../../../domain/ecosystem/facts.ts';
import { oldOperators } from '../../../domain/ecosystem/operators/read-operators.ts';
import { readFacts } from '../../../domain/ecosystem/read-facts.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { stopOperator } from '../../../domain/preflight/operator/stop-operator.ts';
import { planMigration } from '../../../domain/plan/plan-migration.ts';
import type { Finding } from '../../../contract/finding.ts';
import { readSnapshot } from '../../kube/snapshot/read-snapshot.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { generateSecrets } from '../objects/generate-secrets.ts';
import type { Journal } from '../journal/journal.ts';
import type { Reach } from '../journal/reach.ts';
import { type StepOutcome, StepFailure, done } from '../attempt/step-outcome.ts';
import { refusedByCluster } from './dry-run.ts';

/** Looks at everything again, now, and plans. Nothing is changed but the journal. */
export async function preflight(attempt: Attempt): Promise<StepOutcome> {
  const { facts, choices } = await readNow(attempt, attempt.settings.preflightReads);
  const plan = planMigration(facts, choices, {
    attempt: attempt.journal.attempt,
    generated: generateSecrets(),
    workerImage: attempt.settings.workerImage,
    imagePullSecrets: attempt.settings.imagePullSecrets,
  });
  const findings = [...plan.findings];
  if (!findings.some(isBlocker)) findings.push(...(await refusedByCluster(attempt.client, plan)));
  refuseUnlessSafe({ findings, choices }, attempt.journal.request);
  await attempt.update({ findings, choices, plan: await attempt.journals.storePlan(attempt.journal, plan) });
  return done(`${plan.components.filter((component) => component.managed).length} components managed, no blocker`);
}

/**
 * The facts as the cluster shows them now; what this and earlier attempts made is not in the way. Preflight alone may
 * read by lists that are shared: whatever is looked at again later is read anew.
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

function isBlocker(finding: Finding): boolean {
  return finding.severity === 'blocker';
}

function inWords({ id, object, field, message }: Finding): string {
  return `${id}: ${object} ${field}: ${message}`;
}

/** What was found goes into the journal with the refusal. */
function refuseUnlessSafe(judged: Pick<Journal, 'findings' | 'choices'>, request: string): void {
  const blockers = judged.findings.filter(isBlocker);
  if (blockers.length > 0) {
    throw new StepFailure(
      blockers.map(inWords).join('; '),
      `${blockers.map((finding) => finding.remedy).join(' ')} Then ask again with a new value of the annotation quay-migration/request.`,
      judged,
    );
  }
  const open = judged.findings.filter(
    (finding) => finding.severity === 'warning' && !judged.choices.acknowledged.includes(finding.id),
  );
  if (open.length === 0) return;
  const ids = [...new Set(open.map((finding) => finding.id))].join(',');
  throw new StepFailure(
    open.map(inWords).join('; '),
    `If you accept this, ask again and acknowledge: set the annotations quay-migration/request: "NEW" and ` +
      `quay-migration/acknowledged: "NEW: ${ids}" (this request was "${request}").`,
    judged,
  );
}

/** What was planned for must still be there right before the freeze and right before the QuayRegistry. */
export async function recheckOperator(attempt: Attempt, plan: MigrationPlan): Promise<void> {
  const { facts } = await readNow(attempt);
  const [another] = [...oldOperators(facts, 'legacy'), ...oldOperators(facts, 'bridging')];
  if (another !== undefined) {
    throw new StepFailure(
      `${another.source} has come to run, and would reconcile the QuayEcosystem or migrate it itself`,
      `${stopOperator(another)} Then request the migration again.`,
    );
  }
  if (runsAsPlanned(facts.operator, plan)) return;
  throw new StepFailure(
    `quay-operator changed while this migration ran: planned for ${plan.quayVersion}, found ${facts.operator?.quayVersion ?? 'none'}`,
    'Wait until the operator is installed and settled, then ask again. Set its Subscription to Manual approval for the time of a migration.',
  );
}

/** The version and both images that the plan was made with are still those that the operator will run. */
function runsAsPlanned(operator: EcosystemFacts['operator'], { quayVersion, work, database }: MigrationPlan): boolean {
  const quay = work.upgrade.spec?.template?.spec?.containers?.[0]?.image;
  const postgres = database.server?.spec?.containers?.[0]?.image;
  if (operator?.quayVersion !== quayVersion || operator.quayImage !== quay) return false;
  return postgres === undefined || operator.postgresImage === postgres;
}
