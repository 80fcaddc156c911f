import {
  acknowledgedAnnotation,
  migrateLabel,
  requestAnnotation,
  rollbackAnnotation,
} from '../../contract/annotations.ts';
import { randomBytes } from 'node:crypto';
import { choiceAnnotations, type Accepted, type StartRequest } from '../../contract/choices.ts';
import { quayEcosystems } from '../../k8s/resource.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { type Finding, verdictOf } from '../../contract/finding.ts';
import { isActive, type Journal } from '../engine/journal/journal.ts';
import { isLabelled, requestOf } from '../engine/request/request.ts';
import { isConflict } from '../kube/api-error.ts';
import type { Requesters } from '../engine/request/requesters.ts';
import { type EcosystemId, MemoryFull, MemoryUnreadable } from '../engine/memory/memory-store.ts';
import { mayRequest, userOf } from './caller-access.ts';
import { type PlanSources, planFor } from './plan-preview.ts';
import { Rejection } from './rejection.ts';

export interface StartContext extends PlanSources {
  readonly startRequesters: Requesters;
}

/**
 * Sets the label and annotations that request a migration, with the caller's token, in one write to the version that
 * was checked. With a blocker nothing is written: an operator 3.4 to 3.8 would act on the label.
 */
export async function requestMigration(
  context: StartContext,
  target: { readonly namespace: string; readonly name: string },
  body: StartRequest,
): Promise<Accepted> {
  const { caller, reader, startRequesters } = context;
  const may = await mayRequest(caller, target);
  if (!may.allowed) throw new Rejection(403, 'Forbidden', may.reason);
  const { plan, ecosystem } = await planFor(context, { ...target, choices: body.choices }, new Date());
  const latest = (await reader.journals(target)).at(-1);
  rejectWhileBusy(latest, ecosystem.metadata.uid);
  const id = { namespace: target.namespace, uid: ecosystem.metadata.uid ?? '' };
  const requesters = withMemoryErrors(startRequesters);
  await rejectSecondRequest(requesters, id, { ecosystem, latest });
  rejectUnlessAcknowledged(plan.findings, body.acknowledged);
  const request = newRequest(new Date());
  await requesters.remember(id, request, await userOf(caller));
  const annotations = {
    ...choiceAnnotations(body.choices),
    [requestAnnotation]: request,
    [rollbackAnnotation]: null,
    [acknowledgedAnnotation]: body.acknowledged.length === 0 ? null : `${request}: ${body.acknowledged.join(',')}`,
  };
  const { resourceVersion } = ecosystem.metadata;
  const patch = { metadata: { resourceVersion, labels: { [migrateLabel]: 'true' }, annotations } };
  try {
    await caller.patch(quayEcosystems, target, { type: 'merge', body: patch });
  } catch (error) {
    await startRequesters.forget(id, request);
    if (isConflict(error))
      throw new Rejection(
        409,
        'Conflict',
        'The QuayEcosystem was changed at the same time. Review it, then try again.',
      );
    throw error;
  }
  return { request };
}

/** Unique, sortable by time, and identifiable in the journal as a request from the console. */
function newRequest(now: Date): string {
  return `console-${now.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}-${randomBytes(3).toString('hex')}`;
}

function rejectWhileBusy(latest: Journal | undefined, uid: string | undefined): void {
  if (latest === undefined) return;
  const done = latest.phase === 'done' && latest.ecosystem.uid === uid;
  if (!isActive(latest) && latest.phase !== 'holding' && !done) return;
  const state = done ? 'is done. Roll it back first' : `is not over (${latest.phase})`;
  throw new Rejection(409, 'Conflict', `Attempt ${latest.attempt} (request "${latest.request}") ${state}.`);
}

/** A second request, by the same or another user, must not replace one that the engine has not started yet. */
async function rejectSecondRequest(
  requesters: Pick<Requesters, 'pending'>,
  id: EcosystemId,
  { ecosystem, latest }: { readonly ecosystem: QuayEcosystem; readonly latest: Journal | undefined },
): Promise<void> {
  const request = requestOf(ecosystem);
  if (!isLabelled(ecosystem) || latest?.requests.includes(request) === true) return;
  const user = await requesters.pending(id, request);
  if (user !== undefined)
    throw new Rejection(409, 'Conflict', `${user} has just requested the migration (request "${request}").`);
}

/** A request that cannot be recorded would not be executed: reject it here instead of by a condition later. */
function withMemoryErrors(requesters: Requesters): Pick<Requesters, 'remember' | 'pending'> {
  const reject = (error: unknown): never => {
    if (!(error instanceof MemoryFull || error instanceof MemoryUnreadable)) throw error;
    throw new Rejection(409, 'RequestNotRemembered', `${error.message}.`);
  };
  return {
    remember: (...request) => requesters.remember(...request).catch(reject),
    pending: (...request) => requesters.pending(...request).catch(reject),
  };
}

function rejectUnlessAcknowledged(findings: readonly Finding[], acknowledged: readonly string[]): void {
  const { blockers, unacknowledged, canStart } = verdictOf(findings, acknowledged);
  if (canStart) return;
  const blocked = blockers.length > 0;
  throw new Rejection(
    409,
    blocked ? 'Blocked' : 'NotAcknowledged',
    blocked
      ? 'The migration was not started because it has blockers. Resolve them, then try again.'
      : 'The migration was not started because it has warnings. Accept them, then try again.',
    [...blockers, ...unacknowledged].map((finding) => ({
      field: finding.id,
      reason: 'Finding',
      message: describeFinding(finding),
    })),
  );
}

function describeFinding({ object, field, message, remedy }: Finding): string {
  return `${field === '' ? object : `${object}, ${field}`}: ${message}. ${remedy}`;
}
