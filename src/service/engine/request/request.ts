import { migrateLabel, requestAnnotation, rollbackAnnotation } from '../../../contract/annotations.ts';
import { requestProblem } from '../../../domain/request-form.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { type Journal, isActive } from '../journal/journal.ts';
import { type Remembered, nothingRemembered, requestHash } from '../memory/remembered.ts';

/** The request of an attempt that the label alone started. */
export const bareLabel = 'label';

export type Request =
  | { readonly kind: 'none' }
  /** The label was there before this installation was: people have been told to set it for years. */
  | { readonly kind: 'label-too-old' }
  /** Nobody can have meant it; `problem` says why, in words. */
  | { readonly kind: 'malformed'; readonly problem: string }
  | { readonly kind: 'start'; readonly request: string; readonly attempt: number };

/**
 * Whether the ecosystem asks for an attempt that has not been made. Each request is executed at most once, refused and
 * rolled-back ones included; the label alone counts only for the very first.
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
  if (done || !isAsked(ecosystem)) return { kind: 'none' };
  const problem = requestProblem(ecosystem.metadata.annotations ?? {});
  if (problem !== undefined) return { kind: 'malformed', problem };
  const start = { kind: 'start', request, attempt: (latest?.attempt ?? 0) + 1 } as const;
  return request === bareLabel ? byLabelAlone(start, before.length + executed.length, labelledBefore) : start;
}

/** The label alone counts only for the very first attempt. */
function byLabelAlone(start: Request, earlier: number, labelledBefore: boolean | undefined): Request {
  if (earlier > 0) return { kind: 'none' };
  return labelledBefore === true ? { kind: 'label-too-old' } : start;
}

function isAsked(ecosystem: QuayEcosystem): boolean {
  return isLabelled(ecosystem) && ecosystem.metadata.deletionTimestamp === undefined;
}

/** An attempt that is not over, or that has made the QuayRegistry of this very QuayEcosystem (and not of a namesake). */
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

/** By what somebody has wished that an attempt go back. */
export type RollbackTrigger = 'registry-deleted' | 'annotation' | 'label-gone';

/** Whether somebody wishes that the attempt go back. */
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

/** Why the attempt goes back, for people. `user`: who has asked for it in the console, as far as that is known. */
export function describeTrigger(wish: RollbackTrigger, user: string | undefined): string {
  switch (wish) {
    case 'registry-deleted':
      return 'the QuayRegistry was deleted';
    case 'annotation':
      if (user !== undefined) return `asked for in the console by ${user}`;
      return `somebody set the annotation ${rollbackAnnotation} on the QuayEcosystem`;
    case 'label-gone':
      return `the label ${migrateLabel} was taken away from the QuayEcosystem`;
  }
}
