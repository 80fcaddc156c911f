import { defaultChoices } from '../../domain/choices.ts';
import { registryFinalizer } from '../../domain/plan/migration-names.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { quayEcosystems, quayRegistries } from '../../k8s/resource.ts';
import { isForbidden } from '../kube/api-error.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ClusterFacts } from '../kube/cluster-facts.ts';
import { wayBackId } from './asked-by.ts';
import { Attempt, type AttemptSettings } from './attempt.ts';
import { claimOf, takeEcosystem, takenBy } from './claim.ts';
import { conditionsOf, foreignJournal, labelTooOld } from './conditions.ts';
import { drive, startRollback } from './drive.ts';
import { earlierJournals } from './earlier-journals.ts';
import { endAttempts, namespaceEnds } from './ended-namespace.ts';
import type { Installation } from './installation.ts';
import { type Journal, type StoredJournal, isActive, originalKey } from './journal.ts';
import type { Target } from './journal-names.ts';
import { isOpen } from './journal-protection.ts';
import { type JournalStore, UnreadableJournal } from './journal-store.ts';
import { keepsOffOrphans, releaseInEndedNamespace } from './orphans.ts';
import { publishConditions, publishEvent } from './publish.ts';
import { type Reach, reachOf } from './reach.ts';
import { pruneJournals, retireJournals } from './retire-journals.ts';
import { lookForLateWorkloads } from './rollback/late-workloads.ts';
import { releaseRegistry } from './rollback/remove-registry.ts';
import { goOnWhenHealed } from './holding.ts';
import { journalUnreadable, journalsOfEarlierVersion, takenByAnother } from './standstill.ts';
import { type RollbackWish, isLabelled, openRequest, rollbackWish, wishInWords } from './request.ts';

const keptJournals = 5;

/** Seconds between looks at an attempt that waits for a person. */
const holdingPause = 10;

export interface Reconciliation {
  /** Reaches everything that the service may: bound to one ecosystem before the engine gets it. */
  readonly client: KubeClient;
  readonly facts: ClusterFacts;
  readonly journals: JournalStore;
  readonly settings: AttemptSettings;
  readonly installation: Installation;
  /** Told of every change of an attempt, for log and metrics. */
  readonly onChange: (journal: Journal) => void;
}

/**
 * Looks at one ecosystem and does what is due: begins what is asked for, goes on with what was begun. Answers after
 * how many seconds to look again, or undefined when only a change of something brings news.
 */
export async function reconcile(context: Reconciliation, target: Target): Promise<number | undefined> {
  const reach = reachOf(context, target);
  const ecosystem = await ecosystemOf(reach);
  const journals = await readableJournals(reach, ecosystem);
  if (journals === undefined) return holdingPause;
  const living = ecosystem !== undefined && ecosystem.metadata.deletionTimestamp === undefined;
  if (!living && journals.length > 0 && (await namespaceEnds(reach))) return leave(context, reach, ecosystem, journals);
  if (await keepsOff(context, reach, ecosystem, journals.at(-1))) return undefined;
  return beginOrCarryOn(context, reach, ecosystem, journals);
}

async function beginOrCarryOn(
  context: Reconciliation,
  reach: Reach,
  ecosystem: QuayEcosystem | undefined,
  journals: readonly StoredJournal[],
): Promise<number | undefined> {
  const { installation } = context;
  if (ecosystem !== undefined && !isLabelled(ecosystem)) await installation.forgetLabel(ecosystem.metadata.uid ?? '');
  const begun = ecosystem === undefined ? undefined : await begin(context, reach, ecosystem, journals);
  const stored = begun ?? journals.at(-1);
  if (stored === undefined) return undefined;
  await installation.remember(stored.journal.ecosystem.uid, stored.journal.requests);
  const same = ecosystem?.metadata.uid === stored.journal.ecosystem.uid;
  const seconds = await carryOn(context, reach, same ? ecosystem : undefined, stored);
  if (begun !== undefined) await pruneJournals(reach.journals, [...journals, begun], keptJournals);
  else await retireJournals(reach.journals, journals, ecosystem?.metadata.uid, new Date());
  return seconds;
}

/** With its namespace go the Roles that let us look into it, where the chart was given a list of namespaces. */
async function ecosystemOf(reach: Reach): Promise<QuayEcosystem | undefined> {
  try {
    return await reach.client.get(quayEcosystems, reach.target.name, reach.target.namespace);
  } catch (error) {
    if (isForbidden(error) && (await namespaceEnds(reach))) return undefined;
    throw error;
  }
}

/** Undefined where one of them cannot be read: the QuayEcosystem then says so, and the others go on. */
async function readableJournals(
  { client, journals }: Reach,
  ecosystem: QuayEcosystem | undefined,
): Promise<readonly StoredJournal[] | undefined> {
  try {
    return await journals.list();
  } catch (error) {
    if (!(error instanceof UnreadableJournal)) throw error;
    if (ecosystem !== undefined) await publishConditions(client, ecosystem, [journalUnreadable(error.message)]);
    return undefined;
  }
}

/** The namespace goes, and neither it nor anybody else is to wait for us. */
async function leave(
  { onChange }: Reconciliation,
  reach: Reach,
  ecosystem: QuayEcosystem | undefined,
  journals: readonly StoredJournal[],
): Promise<number | undefined> {
  const ended = await endAttempts(reach, journals);
  for (const journal of ended) onChange(journal);
  if (ended.length === 0) await retireJournals(reach.journals, journals, ecosystem?.metadata.uid, new Date());
  try {
    const held = await releaseInEndedNamespace(reach, ecosystem);
    return held || ended.length > 0 ? 1 : undefined;
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}

/** Another installation's migration, and what is left of one whose journal is gone, are nothing to act on. */
async function keepsOff(
  { installation }: Reconciliation,
  reach: Reach,
  ecosystem: QuayEcosystem | undefined,
  latest: StoredJournal | undefined,
): Promise<boolean> {
  const { client, journals } = reach;
  const another = takenBy(ecosystem, claimOf({ namespace: journals.namespace, uid: installation.uid }));
  if (another !== undefined && ecosystem !== undefined && (latest === undefined || !isOpen(latest.journal))) {
    // Said once: two that say different things would write in turn without end.
    const said = ecosystem.status?.conditions?.some(({ type }) => type === 'QuayMigration') === true;
    if (!said) await publishConditions(client, ecosystem, [takenByAnother(another)]);
    return true;
  }
  if (latest === undefined) return keepsOffOrphans(reach, ecosystem);
  if (latest.journal.installation === installation.uid) return false;
  if (ecosystem !== undefined) await publishConditions(client, ecosystem, [foreignJournal(latest.journal)]);
  return true;
}

/** Opens a journal for a request that has not been executed. */
async function begin(
  { installation }: Reconciliation,
  reach: Reach,
  ecosystem: QuayEcosystem,
  journals: readonly StoredJournal[],
): Promise<StoredJournal | undefined> {
  const { client, target } = reach;
  const earlier = journals.map((stored) => stored.journal);
  const executed = installation.executed(ecosystem.metadata.uid ?? '');
  const request = openRequest(ecosystem, earlier, await installation.labelledBefore(), executed);
  if (request.kind === 'label-too-old') await publishConditions(client, ecosystem, [labelTooOld]);
  if (request.kind !== 'start') return undefined;
  const unbelieved = await earlierJournals(reach);
  if (unbelieved.length > 0) {
    await publishConditions(client, ecosystem, [journalsOfEarlierVersion(target, unbelieved)]);
    return undefined;
  }
  await takeEcosystem(client, ecosystem, claimOf({ namespace: reach.journals.namespace, uid: installation.uid }));
  return reach.journals.create({
    schemaVersion: 1,
    installation: installation.uid,
    attempt: request.attempt,
    request: request.request,
    requests: [...(earlier.at(-1)?.requests ?? []), request.request],
    askedBy: await installation.askedBy(request.request),
    ecosystem: { ...target, uid: ecosystem.metadata.uid ?? '' },
    startedAt: new Date().toISOString(),
    phase: 'running',
    cause: '',
    remedy: '',
    choices: defaultChoices,
    findings: [],
    steps: {},
    rollback: {},
    originals: {},
    created: {},
    registryRan: false,
    retries: 0,
  });
}

async function carryOn(
  context: Reconciliation,
  reach: Reach,
  ecosystem: QuayEcosystem | undefined,
  stored: StoredJournal,
): Promise<number | undefined> {
  const attempt = new Attempt(reach, stored, context.settings);
  const gone = await registryGone(attempt);
  const wish = rollbackWish(ecosystem, attempt.journal, { gone: gone && ecosystem !== undefined });
  if (wish !== undefined) await turnBack(context.installation, attempt, wish);
  if (ecosystem === undefined && attempt.journal.phase === 'done') {
    await letGo(attempt);
    return undefined;
  }
  const before = attempt.journal;
  try {
    if (attempt.journal.phase === 'holding') await goOnWhenHealed(attempt);
    const seconds = await drive(attempt);
    if (attempt.journal.phase === 'holding' || (await lookForLateWorkloads(attempt))) return holdingPause;
    return isActive(attempt.journal) ? (seconds ?? 1) : undefined;
  } finally {
    await tell(context.onChange, attempt, before);
  }
}

/** Who asked is in the journal before it is forgotten. */
async function turnBack({ takenBackBy }: Installation, attempt: Attempt, wish: RollbackWish): Promise<void> {
  const id = wayBackId(attempt.journal);
  const user = await takenBackBy.waiting(id);
  await startRollback(attempt, wishInWords(wish, user), '');
  if (user !== undefined) await takenBackBy.forget(id);
}

/** True when the QuayRegistry of this attempt was there and is not any more, or is on its way out. */
async function registryGone(attempt: Attempt): Promise<boolean> {
  const { uid } = attempt.journal.created[originalKey(quayRegistries, attempt.name)] ?? {};
  if (uid === undefined) return false;
  const registry = await attempt.client.get(quayRegistries, attempt.name, attempt.namespace);
  return registry?.metadata.uid !== uid || registry.metadata.deletionTimestamp !== undefined;
}

/** After the QuayEcosystem is gone there is nothing to go back to: our finalizer has no purpose any more. */
async function letGo(attempt: Attempt): Promise<void> {
  const registry = await attempt.client.get(quayRegistries, attempt.name, attempt.namespace);
  if (registry?.metadata.finalizers?.includes(registryFinalizer) === true) await releaseRegistry(attempt, registry);
}

/** Conditions and Events follow the journal; they never decide anything. */
async function tell(onChange: Reconciliation['onChange'], attempt: Attempt, before: Journal): Promise<void> {
  const { journal, client } = attempt;
  const ecosystem = await client.get(quayEcosystems, attempt.name, attempt.namespace);
  if (ecosystem !== undefined) await publishConditions(client, ecosystem, conditionsOf(journal));
  if (journal === before) return;
  onChange(journal);
  if (journal.phase !== before.phase) {
    const failed = journal.cause !== '' && journal.phase !== 'rolled-back';
    await publishEvent(client, journal.ecosystem, {
      type: failed ? 'Warning' : 'Normal',
      reason: `Migration${journal.phase.replace(/(^|-)(.)/g, (_match, _dash, letter: string) => letter.toUpperCase())}`,
      message: failed ? `${journal.cause} ${journal.remedy}`.trim() : `attempt ${journal.attempt} is ${journal.phase}`,
    });
  }
  for (const [id, record] of Object.entries(journal.steps)) {
    if (record.state === 'running' || before.steps[id as keyof typeof before.steps]?.state === record.state) continue;
    await publishEvent(client, journal.ecosystem, {
      type: record.state === 'failed' ? 'Warning' : 'Normal',
      reason: `Step${record.state.charAt(0).toUpperCase()}${record.state.slice(1)}`,
      message: `${id}: ${record.message}`,
    });
  }
}
