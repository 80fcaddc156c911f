import { describe, expect, test } from 'vitest';
import { type KeptChoices, keptIn } from './kept-choices.ts';

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      items.set(key, value);
    },
  };
}

const prod = { namespace: 'quay', name: 'prod' };
const kept: KeptChoices = { choices: { database: 'unmanaged', copyBeforeFreeze: true }, acknowledged: ['a', 'b'] };

describe('what somebody has decided', () => {
  test('is there again after the page is loaded anew, the last of it', () => {
    const store = storage();
    keptIn(() => store, prod).write({ acknowledged: ['a'] });
    keptIn(() => store, prod).write(kept);
    expect(keptIn(() => store, prod).read()).toEqual(kept);
  });

  test.each([
    ['another name', { namespace: 'quay', name: 'test' }],
    ['another namespace', { namespace: 'test', name: 'prod' }],
    ['what only looks alike', { namespace: 'qu', name: 'ay/prod' }],
  ])('says nothing about %s', (_name, other) => {
    const store = storage();
    keptIn(() => store, prod).write(kept);
    expect(keptIn(() => store, other).read()).toEqual({ acknowledged: [] });
  });

  test('is not kept where the browser lets nobody store anything, and nothing breaks', () => {
    const refused = (): never => {
      throw new Error('The operation is insecure.');
    };
    const full = { ...storage(), setItem: refused };
    for (const store of [refused, () => full]) {
      keptIn(store, prod).write(kept);
      expect(keptIn(store, prod).read()).toEqual({ acknowledged: [] });
    }
  });
});
