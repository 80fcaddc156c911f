import { registryFinalizer } from '../../../domain/migration-names.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { quayEcosystems, quayRegistries } from '../../../k8s/resource.ts';
import { isForbidden } from '../../kube/api-error.ts';
import type { Reader } from '../../kube/wrapped/shared-reads.ts';
import { Attempt } from '../attempt/attempt.ts';
import { type Begun, begin, remember } from './begin.ts';
import { conditionsOf } from '../status/conditions.ts';
import { runAttempt, startRollback } from './drive.ts';
import { endAttempts, namespaceEnds } from './ended-namespace.ts';
import { resumeWhenHealthy } from '../resume-held.ts';
import type { Installation } from '../request/installation.ts';
import { type Journal, type StoredJournal, isActive } from '../journal/journal.ts';
import type { Target } from '../journal/journal-names.ts';
import { UnreadableJournal } from '../journal/journal-store.ts';
import { foreignOrOrphaned } from './foreign-or-orphaned.ts';
import { MemoryUnreadable } from '../memory/memory-store.ts';
import { releaseInEndedNamespace } from './orphaned-finalizers.ts';
import { publishAttempt, publishConditions } from '../status/publish.ts';
import { type Reach, reachOf, sharedReach } from '../journal/reach.ts';
import { type RollbackTrigger, isLabelled, rollbackTrigger, describeTrigger } from '../request/request.ts';
import { pruneJournals, retireJournals } from '../journal/retire-journals.ts';
import { checkLateWorkloads } from '../rollback/late-workloads.ts';
import type { Reconciliation } from './reconciliation.ts';
import { releaseRegistry } from '../rollback/remove-registry.ts';
import { journalUnreadable } from '../status/inaction.ts';

const keptJournals = 5;

/** Requeue delay in seconds for an attempt that requires action by a person. */
const holdingPauseSeconds = 10;

/** Requeue delay in seconds while the remains of an earlier migration block a new attempt. */
const orphanedPauseSeconds = 60;

interface PassContext extends Reconciliation {
  readonly reach: Reach;
  readonly shared: Reader;
}

interface StatusTargets {
  /** The ecosystem that the attempt migrates. */
  readonly mine: QuayEcosystem | undefined;
  /** The ecosystem whose status shows the attempt. */
  readonly shown: QuayEcosystem | undefined;
}

const noTargets: StatusTargets = { mine: undefined, shown: undefined };

/** The result of one pass over an ecosystem. */
export interface ReconcileResult {
  /** Requeue delay in seconds; undefined when the next pass waits for an event. */
  readonly seconds?: number | undefined;
  /** There are journals of the ecosystem. */
  readonly journaled: boolean;
}

/**
 * Reconciles one ecosystem: starts a requested attempt, or continues an open one. It writes the journal first, then the
 * status, then the record of executed requests: a service that is killed in between finds the request in the journal,
 * and one that cannot write the record has answered the request all the same.
 */
export async function reconcile(context: Reconciliation, target: Target): Promise<ReconcileResult> {
  const reach = reachOf(context, target);
  const startedAt = performance.now();
  const ecosystem = await ecosystemOf(reach);
  const journals = await readableJournals(reach, ecosystem);
  if (journals === undefined) return { seconds: holdingPauseSeconds, journaled: true };
  const living = ecosystem !== undefined && ecosystem.metadata.deletionTimestamp === undefined;
  if (!living && journals.length > 0 && (await namespaceEnds(reach))) {
    return { seconds: await endInDyingNamespace(context, reach, ecosystem, journals), journaled: true };
  }
  const off = await foreignOrOrphaned(context, reach, ecosystem, journals.at(-1));
  // What blocks the attempt may be removed without a change of the QuayEcosystem, so no event would follow.
  if (off !== undefined) return { journaled: false, ...(off === 'orphaned' && { seconds: orphanedPauseSeconds }) };
  const since = ecosystem === undefined ? startedAt : context.requestedSince(ecosystem, startedAt);
  const pass = { ...context, reach, shared: context.reads.since(since) };
  return ecosystem === undefined
    ? continueWithoutEcosystem(pass, journals)
    : beginOrContinue(pass, ecosystem, journals);
}

/** The QuayEcosystem was deleted: finishes an open attempt, and removes records and journals that are no longer needed. */
async function continueWithoutEcosystem(
  context: PassContext,
  journals: readonly StoredJournal[],
): Promise<ReconcileResult> {
  const { reach, installation } = context;
  await installation.forgetGone(reach.target.namespace);
  const left = journals.at(-1);
  if (left === undefined) return { journaled: false };
  const seconds = await continueAttempt(context, noTargets, left);
  await retireJournals(reach.journals, journals, undefined, new Date());
  return { seconds, journaled: true };
}

async function beginOrContinue(
  context: PassContext,
  ecosystem: QuayEcosystem,
  journals: readonly StoredJournal[],
): Promise<ReconcileResult> {
  const { reach, installation } = context;
  const uid = ecosystem.metadata.uid ?? '';
  if (!isLabelled(ecosystem)) await installation.forgetLabel({ namespace: reach.target.namespace, uid });
  const begun = await begin(context, ecosystem, journals);
  if (begun?.refused !== undefined) await publishConditions(reach.client, ecosystem, [begun.refused]);
  const stored = begun?.stored ?? journals.at(-1);
  if (stored === undefined) return { journaled: false };
  const targets = statusTargetsOf(begun, ecosystem, stored.journal);
  const seconds = await continueAttempt(context, targets, stored);
  if (targets.mine !== undefined) await remember(installation, stored.journal);
  if (begun?.stored !== undefined) await pruneJournals(reach.journals, [...journals, begun.stored], keptJournals);
  else await retireJournals(reach.journals, journals, uid, new Date());
  return { seconds, journaled: true };
}

function statusTargetsOf(begun: Begun | undefined, ecosystem: QuayEcosystem, journal: Journal): StatusTargets {
  const latest = begun?.ecosystem ?? ecosystem;
  return {
    mine: ecosystem.metadata.uid === journal.ecosystem.uid ? latest : undefined,
    // The condition of a rejected request is newer than the attempt's.
    shown: begun === undefined || begun.stored !== undefined ? latest : undefined,
  };
}

/** When the chart is limited to a list of namespaces, a deleted namespace takes the service's Role with it. */
async function ecosystemOf(reach: Reach): Promise<QuayEcosystem | undefined> {
  try {
    return await reach.client.get(quayEcosystems, reach.target.name, reach.target.namespace);
  } catch (error) {
    if (isForbidden(error) && (await namespaceEnds(reach))) return undefined;
    throw error;
  }
}

/** Undefined when one of them cannot be read: the QuayEcosystem gets a condition, and other ecosystems are not affected. */
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

/** Releases a namespace that is being deleted, so that its deletion does not wait for the service. */
async function endInDyingNamespace(
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

async function continueAttempt(
  context: PassContext,
  { mine: ecosystem, shown }: StatusTargets,
  stored: StoredJournal,
): Promise<number | undefined> {
  const { reach, settings, shared } = context;
  const attempt = new Attempt(reach, stored, { ...settings, preflightReads: sharedReach(reach, shared) });
  const gone = await registryGone(attempt);
  const trigger = rollbackTrigger(ecosystem, attempt.journal, { gone: gone && ecosystem !== undefined });
  if (trigger !== undefined) await beginRollback(context.installation, attempt, trigger);
  if (ecosystem === undefined && attempt.journal.phase === 'done') {
    await removeOwnFinalizer(attempt);
    return undefined;
  }
  const before = attempt.journal;
  try {
    if (attempt.journal.phase === 'holding') await resumeWhenHealthy(attempt);
    const seconds = await runAttempt(attempt);
    if (attempt.journal.phase === 'holding' || (await checkLateWorkloads(attempt))) return holdingPauseSeconds;
    return isActive(attempt.journal) ? (seconds ?? 1) : undefined;
  } finally {
    if (shown !== undefined) await publishConditions(reach.client, shown, conditionsOf(attempt.journal));
    if (attempt.journal !== before) {
      context.onChange(attempt.journal);
      await publishAttempt(reach.client, attempt.journal, before);
    }
  }
}

/** Writes the requester to the journal before removing the record. An unknown requester does not stop the rollback. */
async function beginRollback(
  { rollbackRequesters }: Installation,
  attempt: Attempt,
  trigger: RollbackTrigger,
): Promise<void> {
  const { ecosystem, request } = attempt.journal;
  const user = await rollbackRequesters.pending(ecosystem, request).catch(ignoreUnreadable);
  await startRollback(attempt, describeTrigger(trigger, user), '');
  if (user !== undefined) await rollbackRequesters.forget(ecosystem, request);
}

function ignoreUnreadable(error: unknown): undefined {
  if (!(error instanceof MemoryUnreadable)) throw error;
}

/** True when the QuayRegistry of this attempt existed, and was deleted or is being deleted. */
async function registryGone(attempt: Attempt): Promise<boolean> {
  const { uid } = attempt.created(quayRegistries, attempt.name) ?? {};
  if (uid === undefined) return false;
  const registry = await attempt.client.get(quayRegistries, attempt.name, attempt.namespace);
  return registry?.metadata.uid !== uid || registry.metadata.deletionTimestamp !== undefined;
}

/** A deleted QuayEcosystem cannot be rolled back to, so the finalizer of the QuayRegistry has no purpose any more. */
async function removeOwnFinalizer(attempt: Attempt): Promise<void> {
  const registry = await attempt.client.get(quayRegistries, attempt.name, attempt.namespace);
  if (registry?.metadata.finalizers?.includes(registryFinalizer) === true) await releaseRegistry(attempt, registry);
}
