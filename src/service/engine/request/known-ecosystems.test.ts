import { beforeEach, describe, expect, test } from 'vitest';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import type { ObjectMeta } from '../../../k8s/object.ts';
import { KnownEcosystems, keyOf } from './known-ecosystems.ts';

const key = 'quay-enterprise/prod';
const label = { labels: { 'quay-operator/migrate': 'true' } };

let known: KnownEcosystems;

beforeEach(() => {
  known = new KnownEcosystems();
});

function ecosystem(metadata: Partial<ObjectMeta> = {}, status: QuayEcosystem['status'] = {}): QuayEcosystem {
  return {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { name: 'prod', namespace: 'quay-enterprise', uid: 'uid', generation: 1, ...metadata },
    status,
  };
}

describe('what is worth a look', () => {
  test('an ecosystem with the label, each time that something but its status changes', () => {
    expect(known.see(ecosystem(label))).toBe(true);
    expect(known.see(ecosystem({ ...label, resourceVersion: '2' }, { hostname: 'changed' }))).toBe(false);
    expect(known.see(ecosystem({ ...label, generation: 2 }))).toBe(true);
    expect(known.see(ecosystem({ ...label, generation: 2, annotations: { 'quay-migration/request': '2' } }))).toBe(
      true,
    );
    expect(known.concerns(key)).toBe(true);
    expect(known.all()).toEqual([key]);
  });

  test('the moment in which the label is taken away, and nothing after it', () => {
    known.see(ecosystem(label));
    expect(known.see(ecosystem())).toBe(true);
    expect(known.see(ecosystem({ generation: 2 }))).toBe(false);
    expect(known.all()).toEqual([]);
  });

  test('an ecosystem without label that has a journal, or our finalizer', () => {
    known.see(ecosystem());
    expect(known.concerns(key)).toBe(false);
    known.journaled(key);
    expect(known.concerns(key)).toBe(true);
    expect(known.see(ecosystem({ generation: 2 }))).toBe(true);
    const held = new KnownEcosystems();
    expect(held.see(ecosystem({ finalizers: ['quay-migration/running'] }))).toBe(true);
  });

  test('not the claim that the engine itself writes, but that of another installation, and its end', () => {
    known.claim = 'home/ours';
    const taken = (by: string) => ({ ...label, annotations: { 'quay-migration/installation': by } });
    known.see(ecosystem(label));
    expect(known.see(ecosystem(taken('home/ours')))).toBe(false);
    expect(known.see(ecosystem(taken('elsewhere/other')))).toBe(true);
    expect(known.see(ecosystem(label))).toBe(true);
    expect(known.see(ecosystem({ ...label, annotations: { other: 'home/ours' } }))).toBe(true);
  });

  test('not the order of labels and annotations', () => {
    const both = { 'quay-operator/migrate': 'true', team: 'a' };
    known.see(ecosystem({ labels: both, annotations: { a: '1', b: '2' } }));
    const turned = { team: 'a', 'quay-operator/migrate': 'true' };
    expect(known.see(ecosystem({ labels: turned, annotations: { b: '2', a: '1' } }))).toBe(false);
    expect(known.see(ecosystem({ labels: { ...turned, team: 'b' }, annotations: { b: '2', a: '1' } }))).toBe(true);
  });

  test.each([{ uid: 'another' }, { finalizers: ['example.com/other'] }, { deletionTimestamp: '2026-01-01T00:00:00Z' }])(
    'a change of %j',
    (change) => {
      known.see(ecosystem(label));
      expect(known.see(ecosystem({ ...label, ...change }))).toBe(true);
    },
  );

  test('everything, each once', () => {
    known.see(ecosystem(label));
    known.see(ecosystem({ ...label, name: 'second' }));
    known.see(ecosystem({ name: 'third' }));
    known.journaled(key);
    known.journaled('other/gone');
    expect(known.all()).toEqual([key, 'quay-enterprise/second', 'other/gone']);
    expect(known.size).toBe(4);
  });

  test('what is gone and has a journal', () => {
    known.see(ecosystem());
    known.journaled(key);
    expect(known.gone(ecosystem())).toBe(true);
    expect(known.concerns(key)).toBe(true);
    expect(known.gone(ecosystem({ name: 'never seen' }))).toBe(false);
  });

  test('what only labels and names of others claim', () => {
    for (let number = 0; number < 1000; number += 1) expect(known.concerns(`invented/${number}`)).toBe(false);
    expect(known.size).toBe(0);
  });
});

describe('what is forgotten', () => {
  test('an ecosystem that is gone, when nothing is open', () => {
    known.see(ecosystem(label));
    expect(known.gone(ecosystem(label))).toBe(true);
    expect(known.settle(key, { journaled: true, open: false })).toBe(true);
    expect(known.size).toBe(0);
  });

  test('not while its journal is open', () => {
    known.see(ecosystem(label));
    known.gone(ecosystem(label));
    expect(known.settle(key, { journaled: true, open: true })).toBe(false);
    expect(known.concerns(key)).toBe(true);
    expect(known.settle(key, { journaled: true, open: false })).toBe(true);
    expect(known.size).toBe(0);
  });

  test('not while it exists', () => {
    known.see(ecosystem(label));
    expect(known.settle(key, { journaled: true, open: false })).toBe(false);
    known.see(ecosystem());
    expect(known.concerns(key)).toBe(true);
    expect(known.settle(key, { journaled: false, open: false })).toBe(false);
    expect(known.concerns(key)).toBe(false);
  });

  test('nobody looks for what nobody has asked for', () => {
    known.see(ecosystem());
    expect(known.gone(ecosystem())).toBe(false);
  });
});

describe('keyOf', () => {
  test('is namespace and name', () => {
    expect(keyOf({ namespace: 'a', name: 'b' })).toBe('a/b');
    expect(keyOf({ name: 'b' })).toBe('/b');
  });
});

describe('since when it asks', () => {
  test('since its label, annotations and spec were seen as they are', () => {
    known.see(ecosystem(label));
    const since = known.since(ecosystem(label), Infinity);
    expect(since).toBeLessThanOrEqual(performance.now());
    known.see(ecosystem(label, { hostname: 'changed' }));
    expect(known.since(ecosystem(label), Infinity)).toBe(since);
  });

  test('since it was read, where the watch has not shown that yet', () => {
    known.see(ecosystem(label));
    expect(known.since(ecosystem({ ...label, annotations: { 'quay-migration/request': '2' } }), 42)).toBe(42);
    expect(known.since(ecosystem({ ...label, name: 'other' }), 43)).toBe(43);
  });
});
