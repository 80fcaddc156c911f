import type { Accepted, RollbackRequest } from '../../contract/choices.ts';
import type { RollbackPreview } from '../../contract/rollback-preview.ts';
import { quayEcosystems } from '../../k8s/resource.ts';
import type { Requesters } from '../engine/request/requesters.ts';
import { MemoryFull, MemoryUnreadable } from '../engine/memory/memory-store.ts';
import type { Journal } from '../engine/journal/journal.ts';
import { rollbackAnnotation } from '../../contract/annotations.ts';
import type { KubeClient } from '../kube/client.ts';
import { mayRequest, readEcosystem, userOf } from './caller-access.ts';
import type { StatusReader, Target } from './read-status.ts';
import { Rejection } from './rejection.ts';
import { rollbackPreview } from './rollback-preview.ts';

/** The preview of a rollback, for callers who may read the QuayEcosystem. */
export async function previewRollback(
  caller: KubeClient,
  reader: StatusReader,
  target: Target,
): Promise<RollbackPreview> {
  const ecosystem = await readEcosystem(caller, target);
  const latest = (await reader.journals(target)).at(-1);
  const plan = latest && (await reader.plan(target, latest));
  return rollbackPreview(ecosystem, latest, plan, await mayRequest(caller, target));
}

export interface RollbackContext {
  readonly caller: KubeClient;
  readonly reader: StatusReader;
  readonly rollbackRequesters: Requesters;
}

/** Requests the rollback of one request, by annotation and with the caller's token. */
export async function requestRollback(
  { caller, reader, rollbackRequesters }: RollbackContext,
  target: Target,
  body: RollbackRequest,
): Promise<Accepted> {
  const preview = await previewRollback(caller, reader, target);
  if (!preview.rollBack.allowed) throw new Rejection(403, 'Forbidden', preview.rollBack.reason);
  if (!preview.possible) throw new Rejection(409, 'Conflict', preview.reason);
  if (body.request !== preview.request) {
    const message = `The latest attempt has the request "${preview.request}", not "${body.request}". Review it, then try again.`;
    throw new Rejection(409, 'Conflict', message);
  }
  if (preview.confirmationNeeded && body.confirmedName !== target.name) {
    throw new Rejection(409, 'NotConfirmed', `The rollback loses data. Confirm it with the name ${target.name}.`);
  }
  const latest = (await reader.journals(target)).findLast(({ request }) => request === preview.request);
  if (latest !== undefined) await remember(rollbackRequesters, latest, await userOf(caller));
  const annotations = { [rollbackAnnotation]: preview.request };
  try {
    await caller.patch(quayEcosystems, target, { type: 'merge', body: { metadata: { annotations } } });
  } catch (error) {
    if (latest !== undefined) await rollbackRequesters.forget(latest.ecosystem, latest.request);
    throw error;
  }
  return { request: preview.request };
}

/** A rollback must not fail because its requester cannot be recorded. */
async function remember(rollbackRequesters: Requesters, { ecosystem, request }: Journal, user: string): Promise<void> {
  try {
    await rollbackRequesters.remember(ecosystem, request, user);
  } catch (error) {
    if (!(error instanceof MemoryFull || error instanceof MemoryUnreadable)) throw error;
  }
}
