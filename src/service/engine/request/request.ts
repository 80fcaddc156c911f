import { migrateLabel, requestAnnotation, rollbackAnnotation } from '../../../contract/annotations.ts';
import { requestProblem } from '../../../domain/request-form.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { type Journal, isActive } from '../journal/journal.ts';
import { type Remembered, nothingRemembered, requestHash } from '../memory/remembered.ts';

/** The request of an attempt that the label alone started. */
export const bareLabel = 'label';

export type Request =
  | { readonly kind: 'none' }
  /** The label is older than this installation: the Quay documentation has told users for years to set it. */
  | { readonly kind: 'label-too-old' }
  /** The request is invalid; `problem` says why. */
  | { readonly kind: 'malformed'; readonly problem: string }
  | { readonly kind: 'start'; readonly request: string; readonly attempt: number };

/**
 * The request of the ecosystem that was not executed yet. Each request is executed at most once, including rejected and
 * rolled-back ones; the label alone counts only for the first attempt.
 */
export function openRequest(
  ecosystem: QuayEcosystem,
  journals: readonly Journal[],
  { executed, labelledBefore }: Remembered = nothingRemembered,
): Request {
  const latest = journals.at(-1);
  if (latest !== undefined && isBusy(latest, ecosystem)) return { kind: 'none' };
  const request = requestOf(ecosystem);
  const before = latest?.requests ?? [];
  const done = before.includes(request) || executed.includes(requestHash(request));
  if (done || !isRequested(ecosystem)) return { kind: 'none' };
  const problem = requestProblem(ecosystem.metadata.annotations ?? {});
  if (problem !== undefined) return { kind: 'malformed', problem };
  const start = { kind: 'start', request, attempt: (latest?.attempt ?? 0) + 1 } as const;
  return request === bareLabel ? byLabelAlone(start, before.length + executed.length, labelledBefore) : start;
}

/** The label alone counts only for the first attempt. */
function byLabelAlone(start: Request, earlier: number, labelledBefore: boolean | undefined): Request {
  if (earlier > 0) return { kind: 'none' };
  return labelledBefore === true ? { kind: 'label-too-old' } : start;
}

function isRequested(ecosystem: QuayEcosystem): boolean {
  return isLabelled(ecosystem) && ecosystem.metadata.deletionTimestamp === undefined;
}

/** The attempt is open, or created the QuayRegistry of this QuayEcosystem (by uid, not by name). */
function isBusy(latest: Journal, ecosystem: QuayEcosystem): boolean {
  if (isActive(latest) || latest.phase === 'holding') return true;
  return latest.phase === 'done' && latest.ecosystem.uid === ecosystem.metadata.uid;
}

export function isLabelled(ecosystem: QuayEcosystem): boolean {
  return ecosystem.metadata.labels?.[migrateLabel] === 'true';
}

export function requestOf(ecosystem: QuayEcosystem): string {
  const request = ecosystem.metadata.annotations?.[requestAnnotation]?.trim() ?? '';
  return request === '' ? bareLabel : request;
}

/** How a rollback was requested. */
export type RollbackTrigger = 'registry-deleted' | 'annotation' | 'label-gone';

/** Whether a rollback of the attempt is requested, and how. */
export function rollbackTrigger(
  ecosystem: QuayEcosystem | undefined,
  journal: Journal,
  registry: { readonly gone: boolean },
): RollbackTrigger | undefined {
  if (journal.phase === 'rolling-back' || journal.phase === 'rolled-back' || journal.phase === 'refused') {
    return undefined;
  }
  if (registry.gone) return 'registry-deleted';
  if (ecosystem?.metadata.annotations?.[rollbackAnnotation]?.trim() === journal.request) {
    return 'annotation';
  }
  const runs = journal.phase === 'running' || journal.phase === 'holding';
  if (runs && ecosystem !== undefined && !isLabelled(ecosystem)) return 'label-gone';
  return undefined;
}

/** The reason of a rollback, for the status. `user`: who requested it in the console, if known. */
export function describeTrigger(trigger: RollbackTrigger, user: string | undefined): string {
  switch (trigger) {
    case 'registry-deleted':
      return 'the QuayRegistry was deleted';
    case 'annotation':
      if (user !== undefined) return `the rollback was requested in the console by ${user}`;
      return `the annotation ${rollbackAnnotation} was set on the QuayEcosystem`;
    case 'label-gone':
      return `the label ${migrateLabel} was removed from the QuayEcosystem`;
  }
}
