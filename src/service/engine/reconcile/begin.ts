import { defaultChoices } from '../../../domain/choices.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { claimOf, takeEcosystem } from '../request/claim.ts';
import { labelTooOld, requestMalformed, requestNotRemembered, wasNotRemembered } from '../status/conditions.ts';
import { earlierJournals } from '../request/earlier-journals.ts';
import type { Installation } from '../request/installation.ts';
import type { Journal, StoredJournal } from '../journal/journal.ts';
import { journalVersion } from '../journal/journal-version.ts';
import { MemoryFull, MemoryUnreadable } from '../memory/memory-store.ts';
import { mostRequests, requestHash } from '../memory/remembered.ts';
import type { Reach } from '../journal/reach.ts';
import { openRequest, requestOf } from '../request/request.ts';
import { journalsOfEarlierVersion } from '../status/inaction.ts';

interface BeginContext {
  readonly reach: Reach;
  readonly installation: Installation;
}

/** The result of a request: an attempt, or a condition that says why there is none. */
export interface Begun {
  readonly stored?: StoredJournal;
  /** The QuayEcosystem after this installation claimed it for the attempt. */
  readonly ecosystem?: QuayEcosystem;
  readonly refused?: ReturnType<typeof requestMalformed>;
  /** The status already says why there is no attempt. */
  readonly said?: true;
}

/** Creates the journal of a request that was not executed before. Undefined when there is no such request. */
export async function begin(
  context: BeginContext,
  ecosystem: QuayEcosystem,
  journals: readonly StoredJournal[],
): Promise<Begun | undefined> {
  const earlier = journals.map((stored) => stored.journal);
  // Most reconciliations find no request, and need no further read.
  if (openRequest(ecosystem, earlier).kind === 'none') return undefined;
  const requested = requestOf(ecosystem);
  if (wasNotRemembered(ecosystem, requested)) return { said: true };
  try {
    return await beginRemembered(context, ecosystem, earlier);
  } catch (error) {
    if (!(error instanceof MemoryFull || error instanceof MemoryUnreadable)) throw error;
    return { refused: requestNotRemembered(requested, error.message) };
  }
}

async function beginRemembered(
  context: BeginContext,
  ecosystem: QuayEcosystem,
  earlier: readonly Journal[],
): Promise<Begun | undefined> {
  const { namespace = '', uid = '' } = ecosystem.metadata;
  const memory = await context.installation.recall({ namespace, uid });
  const request = openRequest(ecosystem, earlier, memory);
  switch (request.kind) {
    case 'none':
      return undefined;
    case 'label-too-old':
      return { refused: labelTooOld };
    case 'malformed':
      return { refused: requestMalformed(request.problem) };
    case 'start': {
      // Without journals of our own, foreignOrOrphaned has already looked for those of earlier versions.
      const unbelieved = earlier.length === 0 ? [] : await earlierJournals(context.reach);
      if (unbelieved.length > 0) return { refused: journalsOfEarlierVersion(context.reach.target, unbelieved) };
      const requestedBy = memory.startedBy?.[requestHash(request.request)] ?? 'unknown';
      return open(context, ecosystem, { ...request, requestedBy, earlier });
    }
  }
}

async function open(
  { reach, installation }: BeginContext,
  ecosystem: QuayEcosystem,
  begun: {
    readonly request: string;
    readonly attempt: number;
    readonly requestedBy: string;
    readonly earlier: readonly Journal[];
  },
): Promise<Begun> {
  const { request, attempt, requestedBy, earlier } = begun;
  const startedAt = new Date().toISOString();
  const claim = claimOf({ namespace: reach.journals.namespace, uid: installation.uid });
  const taken = await takeEcosystem(reach.client, ecosystem, claim);
  const stored = await reach.journals.create({
    schemaVersion: journalVersion,
    installation: installation.uid,
    attempt,
    request,
    requests: [...(earlier.at(-1)?.requests ?? []), request].slice(-mostRequests),
    requestedBy,
    ecosystem: { ...reach.target, uid: ecosystem.metadata.uid ?? '' },
    startedAt,
    phase: 'running',
    cause: '',
    remedy: '',
    choices: defaultChoices,
    findings: [],
    steps: { preflight: { state: 'running', startedAt, message: '' } },
    rollback: {},
    originals: {},
    created: {},
    registryRan: false,
    retries: 0,
  });
  return { stored, ecosystem: taken };
}

/** Records the executed requests. When that is not possible only the journal knows them, and the next request is rejected. */
export async function remember(installation: Installation, { ecosystem, requests }: Journal): Promise<void> {
  try {
    await installation.remember(ecosystem, requests);
  } catch (error) {
    if (!(error instanceof MemoryFull || error instanceof MemoryUnreadable)) throw error;
  }
}
