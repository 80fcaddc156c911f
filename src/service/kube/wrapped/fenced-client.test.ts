import { describe, expect, test } from 'vitest';
import type { KubeClient } from '../client.ts';
import { fencedClient } from './fenced-client.ts';
import { answering } from './wrapped-clients.fixture.ts';

const reads: readonly (keyof KubeClient)[] = ['get', 'list', 'watch', 'log'];
const writes: readonly (keyof KubeClient)[] = ['create', 'replace', 'patch', 'apply', 'delete', 'request'];

/** Calls a method with arguments that no type needs to know. */
function call(client: KubeClient, verb: keyof KubeClient): Promise<unknown> {
  return (client[verb] as (...args: unknown[]) => Promise<unknown>)('one', 'two', 'three', 'four');
}

describe('a fenced client', () => {
  test.each([...reads, ...writes])('%s goes through while it may write', async (verb) => {
    const { client, calls } = answering((of) => `answer of ${of}`);
    let asked = 0;
    const fenced = fencedClient(client, () => {
      asked += 1;
    });
    expect(await call(fenced, verb)).toBe(`answer of ${verb}`);
    expect(calls).toEqual([[verb, 'one', 'two', 'three', 'four']]);
    expect(asked).toBe(writes.includes(verb) ? 1 : 0);
  });

  test.each(writes)('%s sends nothing after the Lease is lost', async (verb) => {
    const { client, calls } = answering(() => undefined);
    const fenced = fencedClient(client, () => {
      throw new Error('lost');
    });
    await expect(call(fenced, verb)).rejects.toThrow('lost');
    expect(calls).toEqual([]);
  });

  test.each(reads)('%s goes on after the Lease is lost', async (verb) => {
    const { client } = answering(() => 'read');
    const fenced = fencedClient(client, () => {
      throw new Error('lost');
    });
    expect(await call(fenced, verb)).toBe('read');
  });
});
