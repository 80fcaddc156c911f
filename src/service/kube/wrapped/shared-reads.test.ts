import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  localSubjectAccessReviews,
  quayRegistries,
  secrets,
  selfSubjectAccessReviews,
  services,
} from '../../../k8s/resource.ts';
import { ApiError } from '../api-error.ts';
import { SharedReads, type SharedReadsSettings } from './shared-reads.ts';

const here = { namespace: 'here' };

/** Answers what was asked and the how-manieth request it was, after a while. */
const list = vi.fn();
const get = vi.fn();
const create = vi.fn();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  let requests = 0;
  const answer = async (): Promise<unknown> => {
    requests += 1;
    const number = requests;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return [number];
  };
  list.mockReset().mockImplementation(answer);
  get.mockReset().mockImplementation(answer);
  create.mockReset().mockImplementation(answer);
});

afterEach(() => {
  vi.useRealTimers();
});

function reads(settings?: SharedReadsSettings): SharedReads {
  return new SharedReads({ get, list, create }, settings);
}

async function settled<T>(answers: readonly Promise<T>[]): Promise<readonly T[]> {
  const all = Promise.all(answers);
  await vi.advanceTimersByTimeAsync(100);
  return all;
}

describe('what is shared', () => {
  test('one list for all who ask for what is not older than it, while it is read and after it', async () => {
    const shared = reads();
    const notBefore = performance.now();
    const first = shared.since(notBefore).list(secrets, here);
    await vi.advanceTimersByTimeAsync(50);
    expect(await settled([first, shared.since(notBefore).list(secrets, here)])).toEqual([[1], [1]]);
    expect(await shared.since(notBefore).list(secrets, here)).toEqual([1]);
    expect(list).toHaveBeenCalledTimes(1);
  });

  test('not what was begun before the moment since when it must be fresh', async () => {
    const shared = reads();
    const first = shared.since(performance.now()).list(secrets, here);
    await vi.advanceTimersByTimeAsync(50);
    // It may have been answered before this moment, though it is not here yet.
    const second = shared.since(performance.now()).list(secrets, here);
    expect(await settled([first, second])).toEqual([[1], [2]]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await settled([shared.since(performance.now()).list(secrets, here)])).toEqual([[3]]);
  });

  test('not for longer than some seconds', async () => {
    const shared = reads();
    const notBefore = performance.now();
    await settled([shared.since(notBefore).list(secrets, here)]);
    await vi.advanceTimersByTimeAsync(9_900);
    expect(await settled([shared.since(notBefore).list(secrets, here)])).toEqual([[1]]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await settled([shared.since(notBefore).list(secrets, here)])).toEqual([[2]]);
  });

  test('nothing of another kind, namespace, selection or name', async () => {
    const reader = reads().since(0);
    const asked = [
      reader.list(secrets, here),
      reader.list(secrets, { namespace: 'there' }),
      reader.list(secrets),
      reader.list(secrets, { ...here, labelSelector: 'a=b' }),
      reader.list(services, here),
      reader.get(secrets, 'one', 'here'),
      reader.get(secrets, 'two', 'here'),
      reader.get(quayRegistries, 'one', 'here'),
      reader.get(secrets, 'one', 'there'),
      reader.get(secrets, 'one'),
    ];
    expect(await settled<unknown>(asked)).toEqual(asked.map((_, index) => [index + 1]));
    expect(get.mock.calls.slice(-2)).toEqual([
      [secrets, 'one', 'there'],
      [secrets, 'one', undefined],
    ]);
  });

  test('a question of one namespace with nobody who asks it of another', async () => {
    const shared = reads({ longest: 10_000, mostNamespaces: 1 });
    const ask = (namespace: string) =>
      shared.since(0).create(localSubjectAccessReviews, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'LocalSubjectAccessReview',
        metadata: { name: '', namespace },
        spec: {
          user: 'somebody',
          groups: [],
          resourceAttributes: { group: '', resource: 'pods', verb: 'get', namespace: 'here' },
        },
      });
    expect(await settled<unknown>([ask('here'), ask('here')])).toEqual([[1], [1]]);
    expect(await settled<unknown>([ask('there')])).toEqual([[2]]);
    // Only the namespace that was asked for last is kept.
    expect(await settled<unknown>([ask('here')])).toEqual([[3]]);
  });

  test('the answer to a question about rights, and nothing else that would be created', async () => {
    const reader = reads().since(0);
    const ask = (verb: string) =>
      reader.create(selfSubjectAccessReviews, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        metadata: { name: '' },
        spec: { resourceAttributes: { group: '', resource: 'secrets', verb, namespace: 'here', name: 'x' } },
      });
    expect(await settled<unknown>([ask('get'), ask('list'), ask('get')])).toEqual([[1], [2], [1]]);
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', namespace: 'here' } };
    await expect(reader.create(secrets, secret)).rejects.toThrow('a reader cannot create a Secret');
    expect(create).toHaveBeenCalledTimes(2);
  });

  test('that the cluster lacks a kind', async () => {
    const shared = reads();
    list.mockRejectedValueOnce(new ApiError(404, 'NotFound', 'no such kind'));
    await expect(shared.since(0).list(secrets, here)).rejects.toThrow('no such kind');
    await expect(shared.since(0).list(secrets, here)).rejects.toThrow('no such kind');
    expect(list).toHaveBeenCalledTimes(1);
  });

  test('no failure', async () => {
    const shared = reads();
    list.mockRejectedValueOnce(new Error('away'));
    await expect(shared.since(0).list(secrets, here)).rejects.toThrow('away');
    expect(await settled([shared.since(0).list(secrets, here)])).toEqual([[1]]);
  });
});

describe('what is kept', () => {
  test('no more namespaces than a few: the one that was not asked for the longest goes', async () => {
    const shared = reads({ longest: 10_000, mostNamespaces: 2 });
    const ask = (namespace: string) => settled([shared.since(0).list(secrets, { namespace })]);
    await ask('a');
    await ask('b');
    await ask('a');
    await ask('c');
    expect(shared.size).toBe(2);
    expect(await ask('a')).toEqual([[1]]);
    expect(await ask('b')).toEqual([[4]]);
  });

  test('eight namespaces, unless told', async () => {
    const shared = reads();
    for (let number = 0; number < 10; number += 1) {
      await settled([shared.since(0).list(secrets, { namespace: String(number) })]);
    }
    expect(shared.size).toBe(8);
  });

  test('a failure hides no read that was begun after it', async () => {
    const shared = reads();
    list.mockImplementationOnce(async () => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      throw new Error('away');
    });
    const failing = shared.since(0).list(secrets, here);
    const failure = expect(failing).rejects.toThrow('away');
    await vi.advanceTimersByTimeAsync(60);
    const second = shared.since(performance.now()).list(secrets, here);
    await vi.advanceTimersByTimeAsync(200);
    await failure;
    expect(await second).toEqual([1]);
    expect(await settled([shared.since(0).list(secrets, here)])).toEqual([[1]]);
    expect(list).toHaveBeenCalledTimes(2);
  });

  test('what is still of use, when the rest goes', async () => {
    const shared = reads();
    await settled([shared.since(0).list(secrets, here)]);
    await vi.advanceTimersByTimeAsync(9_000);
    await settled([shared.since(0).list(services, here), shared.since(0).list(secrets, { namespace: 'there' })]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(shared.size).toBe(2);
    expect(await settled<unknown>([shared.since(0).list(services, here)])).toEqual([[2]]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(shared.size).toBe(0);
  });

  test('nothing when nobody asks any more', async () => {
    const shared = reads();
    await settled([shared.since(0).list(secrets, here)]);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(shared.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
