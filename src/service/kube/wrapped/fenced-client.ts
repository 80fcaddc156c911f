import type { KubeClient } from '../client.ts';

/** A client that calls `mayWrite` before each write: after a lost Lease it throws, and nothing is sent. */
export function fencedClient(client: KubeClient, mayWrite: () => void): KubeClient {
  return {
    get: (...args) => client.get(...args),
    list: (...args) => client.list(...args),
    watch: (...args) => client.watch(...args),
    log: (...args) => client.log(...args),
    create: async (...args) => {
      mayWrite();
      return client.create(...args);
    },
    replace: async (...args) => {
      mayWrite();
      return client.replace(...args);
    },
    patch: async (...args) => {
      mayWrite();
      return client.patch(...args);
    },
    apply: async (...args) => {
      mayWrite();
      return client.apply(...args);
    },
    delete: async (...args) => {
      mayWrite();
      return client.delete(...args);
    },
    request: async (...args) => {
      mayWrite();
      return client.request(...args);
    },
  };
}
