import type { EcosystemId, MemoryStore } from './memory/memory-store.ts';
import { type Wish, requestHash, withWaiting, withoutWaiting } from './memory/remembered.ts';

/**
 * Who asked for something in the console, as the API server told it about the caller's token: kept where only the
 * service and administrators of its namespace may write (an annotation could claim anything), for one request of one
 * QuayEcosystem. The engine takes it into the journal.
 */
export interface AskedBy {
  remember(id: EcosystemId, request: string, user: string): Promise<void>;
  forget(id: EcosystemId, request: string): Promise<void>;
  /** Who asked for what the engine has not taken up yet; undefined for anything else. */
  waiting(id: EcosystemId, request: string): Promise<string | undefined>;
}

export function askedByIn(store: MemoryStore, wish: Wish): AskedBy {
  return {
    remember: async (id, request, user) => {
      await store.update(id, (memory) => withWaiting(memory, wish, request, user));
    },
    forget: async (id, request) => {
      await store.update(id, (memory) => withoutWaiting(memory, wish, request));
    },
    waiting: async (id, request) => (await store.read(id))[wish]?.[requestHash(request)],
  };
}
