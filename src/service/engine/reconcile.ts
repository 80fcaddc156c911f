import { registryFinalizer } from '../../domain/plan/migration-names.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { quayEcosystems, quayRegistries } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Reader, SharedReads } from '../kube/shared-reads.ts';
import { Attempt, type AttemptSettings } from './attempt.ts';
import { begin, remember } from './begin.ts';
import { conditionsOf } from './conditions.ts';
import { drive, startRollback } from './drive.ts';
import type { Installation } from './installation.ts';
import { type Journal, type StoredJournal, isActive, originalKey } from './journal.ts';
import { releaseWithNamespace } from './journal-protection.ts';
import { loadJournals, pruneJournals } from './journal-store.ts';
import { MemoryUnreadable } from './memory/memory-store.ts';
import { releaseOrphans } from './orphans.ts';
import { publishConditions, publishEvent } from './publish.ts';
import { lookForLateWorkloads } from './rollback/late-workloads.ts';
import { releaseRegistry } from './rollback/remove-registry.ts';
import { goOnWhenHealed } from './holding.ts';
import { type RollbackWish, isLabelled, rollbackWish, wishInWords } from './request.ts';

const keptJournals = 5;

/** Seconds between looks at an attempt that waits for a person. */
const holdingPause = 10;

export interface Reconciliation {
  readonly client: KubeClient;
  readonly settings: AttemptSettings;
  readonly installation: Installation;
  /** Reads for preflights, shared with other ecosystems. */
  readonly reads: SharedReads;
  /** By `performance.now()`: since when the ecosystem asks for what it asks for; `otherwise` when nobody knows. */
  readonly askedSince: (ecosystem: QuayEcosystem, otherwise: number) => number;
  /** Told of every change of an attempt, for log and metrics. */
  readonly onChange: (journal: Journal) => void;
  /** Told at each look at an attempt of another installation. */
  readonly onForeign: (journal: Journal) => void;
}

type LookContext = Omit<Reconciliation, 'reads'> & { readonly reads: Reader };

interface Faces {
  /** The ecosystem that the attempt is of. */
  readonly mine: QuayEcosystem | undefined;
  /** The one whose status tells of the attempt. */
  readonly shown: QuayEcosystem | undefined;
}

const nobody: Faces = { mine: undefined, shown: undefined };

/** What a look at an ecosystem has found. */
export interface Look {
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
export async function reconcile(
  context: Reconciliation,
  target: { readonly namespace: string; readonly name: string },
): Promise<Look> {
  const { client } = context;
  const lookedAt = performance.now();
  const ecosystem = await client.get(quayEcosystems, target.name, target.namespace);
  const journals = await loadJournals(client, target.namespace, target.name);
  if (await releaseWithNamespace(client, target.namespace, journals)) return { seconds: 1, journaled: true };
  if (await keepsOff(context, target, ecosystem, journals.at(-1))) return { journaled: false };
  if (ecosystem === undefined) {
    await context.installation.forgetGone(target.namespace);
    const left = journals.at(-1);
    if (left === undefined) return { journaled: false };
    const reads = context.reads.since(lookedAt);
    return { seconds: await carryOn({ ...context, reads }, nobody, left), journaled: true };
  }
  const reads = context.reads.since(context.askedSince(ecosystem, lookedAt));
  return beginOrCarryOn({ ...context, reads }, ecosystem, journals);
}

async function beginOrCarryOn(
  context: LookContext,
  ecosystem: QuayEcosystem,
  journals: readonly StoredJournal[],
): Promise<Look> {
  const { client, installation } = context;
  const { namespace = '', uid = '' } = ecosystem.metadata;
  if (!isLabelled(ecosystem)) await installation.forgetLabel({ namespace, uid });
  const begun = await begin(context, ecosystem, journals);
  if (begun?.refused !== undefined) await publishConditions(client, ecosystem, [begun.refused]);
  const stored = begun?.stored ?? journals.at(-1);
  if (stored === undefined) return { journaled: false };
  const mine = uid === stored.journal.ecosystem.uid ? ecosystem : undefined;
  // What was said of the request that was refused is the latest.
  const shown = begun === undefined || begun.stored !== undefined ? ecosystem : undefined;
  const seconds = await carryOn(context, { mine, shown }, stored);
  if (mine !== undefined) await remember(installation, stored.journal);
  if (begun?.stored !== undefined) await pruneJournals(client, [...journals, begun.stored], keptJournals);
  return { seconds, journaled: true };
}

/** Another installation's migration, and what is left of one whose journal is gone, are nothing to act on. */
async function keepsOff(
  { client, installation, onForeign }: Reconciliation,
  target: { readonly namespace: string; readonly name: string },
  ecosystem: QuayEcosystem | undefined,
  latest: StoredJournal | undefined,
): Promise<boolean> {
  if (latest === undefined) return releaseOrphans(client, target, ecosystem);
  if (latest.journal.installation === installation.uid) return false;
  // The status is the other's to write: two that write it would never come to an end.
  onForeign(latest.journal);
  return true;
}

async function carryOn(
  context: LookContext,
  { mine: ecosystem, shown }: Faces,
  stored: StoredJournal,
): Promise<number | undefined> {
  const { client, settings } = context;
  const attempt = new Attempt(client, stored, { ...settings, preflightReads: context.reads });
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
    await tell(context, attempt, { before, shown });
  }
}

/** Who asked is in the journal before it is forgotten; not to know it is no reason to go on. */
async function turnBack({ rolledBackBy }: Installation, attempt: Attempt, wish: RollbackWish): Promise<void> {
  const { ecosystem, request } = attempt.journal;
  const user = await rolledBackBy.waiting(ecosystem, request).catch(unreadableIsNobody);
  await startRollback(attempt, wishInWords(wish, user), '');
  if (user !== undefined) await rolledBackBy.forget(ecosystem, request);
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
async function letGo(attempt: Attempt): Promise<void> {
  const registry = await attempt.client.get(quayRegistries, attempt.name, attempt.namespace);
  if (registry?.metadata.finalizers?.includes(registryFinalizer) === true) await releaseRegistry(attempt, registry);
}

/** Conditions and Events follow the journal; they never decide anything. */
async function tell(
  { client, onChange }: Pick<Reconciliation, 'client' | 'onChange'>,
  attempt: Attempt,
  { before, shown }: { readonly before: Journal; readonly shown: QuayEcosystem | undefined },
): Promise<void> {
  const { journal } = attempt;
  if (shown !== undefined) await publishConditions(client, shown, conditionsOf(journal));
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
  // Then the one of the attempt says the same.
  if (journal.phase === 'refused') return;
  for (const [id, record] of Object.entries(journal.steps)) {
    if (record.state === 'running' || before.steps[id as keyof typeof before.steps]?.state === record.state) continue;
    await publishEvent(client, journal.ecosystem, {
      type: record.state === 'failed' ? 'Warning' : 'Normal',
      reason: `Step${record.state.charAt(0).toUpperCase()}${record.state.slice(1)}`,
      message: `${id}: ${record.message}`,
    });
  }
}
