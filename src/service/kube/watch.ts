import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import type { KubernetesObject } from '../../k8s/object.ts';
import { type Resource, apiVersionOf } from '../../k8s/resource.ts';
import { ApiError, ConnectionError, apiErrorOf } from './api-error.ts';
import type { Selection, WatchEvent } from './client.ts';
import type { Answer, Connection } from './connection.ts';
import { collectionPath, selectionQuery } from './resource-path.ts';

/** The API server ends a watch after this time. Bookmarks arrive every minute, so silence means a dead connection. */
const serverTimeoutSeconds = 600;
const silenceMilliseconds = 150_000;
const firstPauseMilliseconds = 200;
const longestPauseMilliseconds = 30_000;

interface WatchOptions<T extends KubernetesObject> {
  readonly resource: Resource<T>;
  readonly selection: Selection;
  readonly onEvent: (event: WatchEvent<T>) => void;
  readonly signal: AbortSignal;
}

/** What a watch needs of a client: whole lists with their resourceVersion, and answers as they come. */
interface WatchClient {
  listAt<T extends KubernetesObject>(
    resource: Resource<T>,
    selection: Selection,
  ): Promise<{ items: T[]; resourceVersion: string }>;
  send(...[method, path, options]: Parameters<Connection['send']>): Promise<Answer>;
}

/** The API server no longer knows the resourceVersion: list again. */
class Expired extends Error {}

export async function watchForever<T extends KubernetesObject>(
  client: WatchClient,
  order: WatchOptions<T>,
): Promise<void> {
  const known = new Map<string, T>();
  let resourceVersion: string | undefined;
  let pause = firstPauseMilliseconds;
  for (;;) {
    const startedAt = Date.now();
    try {
      resourceVersion ??= await relist(client, order, known);
      resourceVersion = await follow(client, order, known, resourceVersion);
    } catch (error) {
      if (isOver(order.signal)) return;
      if (error instanceof Expired) resourceVersion = undefined;
      else if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
    }
    // A response that ends immediately must not cause a hot loop.
    pause =
      Date.now() - startedAt > longestPauseMilliseconds
        ? firstPauseMilliseconds
        : Math.min(pause * 2, longestPauseMilliseconds);
    await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal: order.signal }).catch(() => undefined);
    if (isOver(order.signal)) return;
  }
}

/** A function, because the compiler would narrow the flag to its earlier value. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function relist<T extends KubernetesObject>(
  client: WatchClient,
  order: WatchOptions<T>,
  known: Map<string, T>,
): Promise<string> {
  const { items, resourceVersion } = await client.listAt(order.resource, order.selection);
  const present = new Set(items.map(uidOf));
  for (const [uid, object] of known) {
    if (present.has(uid)) continue;
    known.delete(uid);
    order.onEvent({ type: 'DELETED', object });
  }
  for (const object of items) {
    const before = known.get(uidOf(object));
    if (before?.metadata.resourceVersion === object.metadata.resourceVersion) continue;
    known.set(uidOf(object), object);
    order.onEvent({ type: before ? 'MODIFIED' : 'ADDED', object });
  }
  return resourceVersion;
}

/** Follows one watch to its end; returns the resourceVersion to continue from. */
async function follow<T extends KubernetesObject>(
  client: WatchClient,
  order: WatchOptions<T>,
  known: Map<string, T>,
  from: string,
): Promise<string> {
  const query = selectionQuery(order.selection, {
    watch: 'true',
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(serverTimeoutSeconds),
    resourceVersion: from,
  });
  const path = `${collectionPath(order.resource, order.selection.namespace)}?${query.toString()}`;
  const { code, body } = await client.send('GET', path, { signal: order.signal, bodyTimeout: silenceMilliseconds });
  if (code === 410) throw new Expired();
  if (code >= 300) throw apiErrorOf(code, await body.text(), `watch ${order.resource.plural}`);
  let resourceVersion = from;
  try {
    for await (const line of createInterface({ input: body, crlfDelay: Infinity })) {
      resourceVersion = take(JSON.parse(line) as RawEvent<T>, order, known);
    }
  } catch (error) {
    // Part of the stream was read: continue from there. Errors of the handler are rethrown.
    if (error instanceof Expired) throw error;
    if (error instanceof HandlerFailure) throw error.thrown;
  }
  return resourceVersion;
}

/** Wraps an error of the caller's handler. */
class HandlerFailure extends Error {
  readonly thrown: Error;

  constructor(thrown: unknown) {
    super('the watch handler failed');
    this.thrown = thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

interface RawEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

function take<T extends KubernetesObject>(
  { type, object }: RawEvent<T>,
  order: WatchOptions<T>,
  known: Map<string, T>,
): string {
  if (type === 'ERROR') throw new Expired();
  const { resourceVersion = '' } = object.metadata;
  if (type === 'BOOKMARK') return resourceVersion;
  const complete = { ...object, apiVersion: apiVersionOf(order.resource), kind: order.resource.kind };
  if (type === 'DELETED') known.delete(uidOf(object));
  else known.set(uidOf(object), complete);
  try {
    order.onEvent({ type, object: complete });
  } catch (error) {
    throw new HandlerFailure(error);
  }
  return resourceVersion;
}

function uidOf(object: KubernetesObject): string {
  return object.metadata.uid ?? `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}
