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
import { type Journal, type StoredJournal, isActive, originalKey } from '../journal/journal.ts';
import type { Target } from '../journal/journal-names.ts';
import { UnreadableJournal } from '../journal/journal-store.ts';
import { foreignOrOrphaned } from './foreign-or-orphaned.ts';
import { MemoryUnreadable } from '../memory/memory-store.ts';
import { releaseInEndedNamespace } from './orphaned-finalizers.ts';
import { publishAttempt, publishConditions } from '../status/publish.ts';
import { type Reach, reachOf, sharedReach } from '../journal/reach.ts';
import { type RollbackTrigger, isLabelled, rollbackTrigger, describeTrigger } from '../request/request.ts';
import { pruneJournals, retireJournals } from '../journal/retire-journals.ts';
import { lookForLateWorkloads } from '../rollback/late-workloads.ts';
import type { Reconciliation } from './reconciliation.ts';
import { releaseRegistry } from '../rollback/remove-registry.ts';
import { journalUnreadable } from '../status/standstill.ts';

const keptJournals = 5;

/** Seconds between looks at an attempt that waits for a person. */
const holdingPauseSeconds = 10;

/** Seconds between looks at what nobody migrates, because something of an earlier migration is in the way. */
const standstillPauseSeconds = 60;

interface PassContext extends Reconciliation {
  readonly reach: Reach;
  readonly shared: Reader;
}

interface StatusTargets {
  /** The ecosystem that the attempt is of. */
  readonly mine: QuayEcosystem | undefined;
  /** The one whose status tells of the attempt. */
  readonly shown: QuayEcosystem | undefined;
}

const nobody: StatusTargets = { mine: undefined, shown: undefined };

/** What a look at an ecosystem has found. */
export interface ReconcileResult {
  /** After how many seconds to look again; undefined when only a change of something brings news. */
  readonly seconds?: number | undefined;
  /** There are journals of the ecosystem. */
  readonly journaled: boolean;
}

/**
 * Looks at one ecosystem and does what is due: begins what is asked for, goes on with what was begun. The journal comes
 * first, then what people see, then what is remembered: a service that is killed in between finds the request in the
 * journal, and one that cannot remember has answered all the same.
 */
export async function reconcile(context: Reconciliation, target: Target): Promise<ReconcileResult> {
  const reach = reachOf(context, target);
  const lookedAt = performance.now();
  const ecosystem = await ecosystemOf(reach);
  const journals = await readableJournals(reach, ecosystem);
  if (journals === undefined) return { seconds: holdingPauseSeconds, journaled: true };
  const living = ecosystem !== undefined && ecosystem.metadata.deletionTimestamp === undefined;
  if (!living && journals.length > 0 && (await namespaceEnds(reach))) {
    return { seconds: await endInDyingNamespace(context, reach, ecosystem, journals), journaled: true };
  }
  const off = await foreignOrOrphaned(context, reach, ecosystem, journals.at(-1));
  // A person tidies up what stands in the way without touching the QuayEcosystem.
  if (off !== undefined) return { journaled: false, ...(off === 'standstill' && { seconds: standstillPauseSeconds }) };
  const since = ecosystem === undefined ? lookedAt : context.askedSince(ecosystem, lookedAt);
  const look = { ...context, reach, shared: context.reads.since(since) };
  return ecosystem === undefined
    ? continueWithoutEcosystem(look, journals)
    : beginOrContinue(look, ecosystem, journals);
}

/** The QuayEcosystem is gone: what was begun is ended, and what is of no use any more is forgotten. */
async function continueWithoutEcosystem(
  context: PassContext,
  journals: readonly StoredJournal[],
): Promise<ReconcileResult> {
  const { reach, installation } = context;
  await installation.forgetGone(reach.target.namespace);
  const left = journals.at(-1);
  if (left === undefined) return { journaled: false };
  const seconds = await continueAttempt(context, nobody, left);
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
  const faces = statusTargetsOf(begun, ecosystem, stored.journal);
  const seconds = await continueAttempt(context, faces, stored);
  if (faces.mine !== undefined) await remember(installation, stored.journal);
  if (begun?.stored !== undefined) await pruneJournals(reach.journals, [...journals, begun.stored], keptJournals);
  else await retireJournals(reach.journals, journals, uid, new Date());
  return { seconds, journaled: true };
}

function statusTargetsOf(begun: Begun | undefined, ecosystem: QuayEcosystem, journal: Journal): StatusTargets {
  const latest = begun?.ecosystem ?? ecosystem;
  return {
    mine: ecosystem.metadata.uid === journal.ecosystem.uid ? latest : undefined,
    // What was said of the request that was refused is the latest.
    shown: begun === undefined || begun.stored !== undefined ? latest : undefined,
  };
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
  const wish = rollbackTrigger(ecosystem, attempt.journal, { gone: gone && ecosystem !== undefined });
  if (wish !== undefined) await beginRollback(context.installation, attempt, wish);
  if (ecosystem === undefined && attempt.journal.phase === 'done') {
    await removeOwnFinalizer(attempt);
    return undefined;
  }
  const before = attempt.journal;
  try {
    if (attempt.journal.phase === 'holding') await resumeWhenHealthy(attempt);
    const seconds = await runAttempt(attempt);
    if (attempt.journal.phase === 'holding' || (await lookForLateWorkloads(attempt))) return holdingPauseSeconds;
    return isActive(attempt.journal) ? (seconds ?? 1) : undefined;
  } finally {
    if (shown !== undefined) await publishConditions(reach.client, shown, conditionsOf(attempt.journal));
    if (attempt.journal !== before) {
      context.onChange(attempt.journal);
      await publishAttempt(reach.client, attempt.journal, before);
    }
  }
}

/** Who asked is in the journal before it is forgotten; not to know it is no reason to go on. */
async function beginRollback(
  { rollbackRequesters }: Installation,
  attempt: Attempt,
  wish: RollbackTrigger,
): Promise<void> {
  const { ecosystem, request } = attempt.journal;
  const user = await rollbackRequesters.pending(ecosystem, request).catch(unreadableIsNobody);
  await startRollback(attempt, describeTrigger(wish, user), '');
  if (user !== undefined) await rollbackRequesters.forget(ecosystem, request);
}

function unreadableIsNobody(error: unknown): undefined {
  if (!(error instanceof MemoryUnreadable)) throw error;
}

/** True when the QuayRegistry of this attempt was there and is not any more, or is on its way out. */
async function registryGone(attempt: Attempt): Promise<boolean> {
  const { uid } = attempt.journal.created[originalKey(quayRegistries, attempt.name)] ?? {};
  if (uid === undefined) return false;
  const registry = await attempt.client.get(quayRegistries, attempt.name, attempt.namespace);
  return registry?.metadata.uid !== uid || registry.metadata.deletionTimestamp !== undefined;
}

/** After the QuayEcosystem is gone there is nothing to go back to: our finalizer has no purpose any more. */
async function removeOwnFinalizer(attempt: Attempt): Promise<void> {
  const registry = await attempt.client.get(quayRegistries, attempt.name, attempt.namespace);
  if (registry?.metadata.finalizers?.includes(registryFinalizer) === true) await releaseRegistry(attempt, registry);
}
