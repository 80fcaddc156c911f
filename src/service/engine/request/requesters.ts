import type { EcosystemId, MemoryStore } from '../memory/memory-store.ts';
import { type RequestedAction, requestHash, withPending, withoutPending } from '../memory/remembered.ts';

/**
 * The users behind requests from the console, as the API server reported them for the caller's token. Stored where only
 * the service and administrators of its namespace may write (an annotation could claim anything), for one request of
 * one QuayEcosystem. The engine copies the user to the journal.
 */
export interface Requesters {
  remember(id: EcosystemId, request: string, user: string): Promise<void>;
  forget(id: EcosystemId, request: string): Promise<void>;
  /** The requester, while the engine has not yet started the request; otherwise undefined. */
  pending(id: EcosystemId, request: string): Promise<string | undefined>;
}

export function requestersIn(store: MemoryStore, action: RequestedAction): Requesters {
  return {
    remember: async (id, request, user) => {
      await store.update(id, (memory) => withPending(memory, action, request, user));
    },
    forget: async (id, request) => {
      await store.update(id, (memory) => withoutPending(memory, action, request));
    },
    pending: async (id, request) => (await store.read(id))[action]?.[requestHash(request)],
  };
}
