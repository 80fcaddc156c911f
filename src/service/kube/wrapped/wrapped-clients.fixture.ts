import type { KubeClient } from '../client.ts';

/** Each method with the arguments that it was called with, and what it answers or throws. */
export function answering(answer: (verb: keyof KubeClient) => unknown): {
  readonly client: KubeClient;
  readonly calls: readonly [string, ...unknown[]][];
} {
  const calls: [string, ...unknown[]][] = [];
  const client = new Proxy({} as KubeClient, {
    get:
      (_target, verb: keyof KubeClient) =>
      async (...args: unknown[]) => {
        calls.push([verb, ...args]);
        return answer(verb);
      },
  });
  return { client, calls };
}
