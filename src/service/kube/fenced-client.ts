import type { KubeClient } from './client.ts';

/** A client whose writes ask first whether they still may: after a lost Lease, `mayWrite` throws and nothing is sent. */
export function fencedClient(client: KubeClient, mayWrite: () => void): KubeClient {
  const fenced =
    <Arguments extends unknown[], Result>(write: (...args: Arguments) => Promise<Result>) =>
    async (...args: Arguments): Promise<Result> => {
      mayWrite();
      return write(...args);
    };
  return {
    get: client.get.bind(client),
    list: client.list.bind(client),
    watch: client.watch.bind(client),
    log: client.log.bind(client),
    create: fenced(client.create.bind(client)) as KubeClient['create'],
    replace: fenced(client.replace.bind(client)) as KubeClient['replace'],
    patch: fenced(client.patch.bind(client)) as KubeClient['patch'],
    apply: fenced(client.apply.bind(client)) as KubeClient['apply'],
    delete: fenced(client.delete.bind(client)),
    request: fenced(client.request.bind(client)),
  };
}
