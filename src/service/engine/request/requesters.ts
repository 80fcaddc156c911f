import type { EcosystemId, MemoryStore } from '../memory/memory-store.ts';
import { type RequestedAction, requestHash, withPending, withoutPending } from '../memory/remembered.ts';

/**
 * Who asked for something in the console, as the API server told it about the caller's token: kept where only the
 * service and administrators of its namespace may write (an annotation could claim anything), for one request of one
 * QuayEcosystem. The engine takes it into the journal.
 */
export interface Requesters {
  remember(id: EcosystemId, request: string, user: string): Promise<void>;
  forget(id: EcosystemId, request: string): Promise<void>;
  /** Who asked for what the engine has not taken up yet; undefined for anything else. */
  pending(id: EcosystemId, request: string): Promise<string | undefined>;
}

export function requestersIn(store: MemoryStore, wish: RequestedAction): Requesters {
  return {
    remember: async (id, request, user) => {
      await store.update(id, (memory) => withPending(memory, wish, request, user));
    },
    forget: async (id, request) => {
      await store.update(id, (memory) => withoutPending(memory, wish, request));
    },
    pending: async (id, request) => (await store.read(id))[wish]?.[requestHash(request)],
  };
}
