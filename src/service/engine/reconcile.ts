import { defaultChoices } from '../../domain/choices.ts';
import { registryFinalizer } from '../../domain/plan/migration-names.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { quayEcosystems, quayRegistries } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { wayBackId } from './asked-by.ts';
import { Attempt, type AttemptSettings } from './attempt.ts';
import { conditionsOf, foreignJournal, labelTooOld } from './conditions.ts';
import { drive, startRollback } from './drive.ts';
import type { Installation } from './installation.ts';
import { type Journal, type StoredJournal, isActive, originalKey } from './journal.ts';
import { releaseWithNamespace } from './journal-protection.ts';
import { createJournal, loadJournals, pruneJournals } from './journal-store.ts';
import { releaseOrphans } from './orphans.ts';
import { publishConditions, publishEvent } from './publish.ts';
import { lookForLateWorkloads } from './rollback/late-workloads.ts';
import { releaseRegistry } from './rollback/remove-registry.ts';
import { goOnWhenHealed } from './holding.ts';
import { type RollbackWish, isLabelled, openRequest, rollbackWish, wishInWords } from './request.ts';

const keptJournals = 5;

/** Seconds between looks at an attempt that waits for a person. */
const holdingPause = 10;

export interface Reconciliation {
  readonly client: KubeClient;
  readonly settings: AttemptSettings;
  readonly installation: Installation;
  /** Told of every change of an attempt, for log and metrics. */
  readonly onChange: (journal: Journal) => void;
}

/**
 * Looks at one ecosystem and does what is due: begins what is asked for, goes on with what was begun. Answers after
 * how many seconds to look again, or undefined when only a change of something brings news.
 */
export async function reconcile(
  context: Reconciliation,
  target: { readonly namespace: string; readonly name: string },
): Promise<number | undefined> {
  const { client, installation } = context;
  const ecosystem = await client.get(quayEcosystems, target.name, target.namespace);
  const journals = await loadJournals(client, target.namespace, target.name);
  if (await releaseWithNamespace(client, target.namespace, journals)) return 1;
  const latest = journals.at(-1);
  if (await keepsOff(context, target, ecosystem, latest)) return undefined;
  if (ecosystem !== undefined && !isLabelled(ecosystem)) await installation.forgetLabel(ecosystem.metadata.uid ?? '');
  const begun = ecosystem === undefined ? undefined : await begin(context, ecosystem, journals);
  const stored = begun ?? latest;
  if (stored === undefined) return undefined;
  await installation.remember(stored.journal.ecosystem.uid, stored.journal.requests);
  const same = ecosystem?.metadata.uid === stored.journal.ecosystem.uid;
  const seconds = await carryOn(context, same ? ecosystem : undefined, stored);
  if (begun !== undefined) await pruneJournals(client, [...journals, begun], keptJournals);
  return seconds;
}

/** Another installation's migration, and what is left of one whose journal is gone, are nothing to act on. */
async function keepsOff(
  { client, installation }: Reconciliation,
  target: { readonly namespace: string; readonly name: string },
  ecosystem: QuayEcosystem | undefined,
  latest: StoredJournal | undefined,
): Promise<boolean> {
  if (latest === undefined) return releaseOrphans(client, target, ecosystem);
  if (latest.journal.installation === installation.uid) return false;
  if (ecosystem !== undefined) await publishConditions(client, ecosystem, [foreignJournal(latest.journal)]);
  return true;
}

/** Opens a journal for a request that has not been executed. */
async function begin(
  { client, installation }: Reconciliation,
  ecosystem: QuayEcosystem,
  journals: readonly StoredJournal[],
): Promise<StoredJournal | undefined> {
  const earlier = journals.map((stored) => stored.journal);
  const executed = installation.executed(ecosystem.metadata.uid ?? '');
  const request = openRequest(ecosystem, earlier, await installation.labelledBefore(), executed);
  if (request.kind === 'label-too-old') await publishConditions(client, ecosystem, [labelTooOld]);
  if (request.kind !== 'start') return undefined;
  const { namespace = '', name, uid = '' } = ecosystem.metadata;
  return createJournal(client, {
    schemaVersion: 1,
    installation: installation.uid,
    attempt: request.attempt,
    request: request.request,
    requests: [...(earlier.at(-1)?.requests ?? []), request.request],
    askedBy: await installation.askedBy(request.request),
    ecosystem: { namespace, name, uid },
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
  ecosystem: QuayEcosystem | undefined,
  stored: StoredJournal,
): Promise<number | undefined> {
  const { client, settings } = context;
  const attempt = new Attempt(client, stored, settings);
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
    await tell(context, attempt, before);
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
async function tell({ client, onChange }: Reconciliation, attempt: Attempt, before: Journal): Promise<void> {
  const { journal } = attempt;
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
