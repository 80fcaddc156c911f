import { expect, it } from 'vitest';
import type { KubernetesObject } from '../../../k8s/object.ts';
import { ownersWith, ownersWithout } from './owner-references.ts';

const owner = (uid: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: uid, uid });

function owned(...uids: string[]): KubernetesObject {
  const ownerReferences = uids.map(owner);
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', ...(uids.length > 0 && { ownerReferences }) } };
}

it.each<[KubernetesObject, readonly string[] | undefined]>([
  [owned(), undefined],
  [owned('b'), undefined],
  [owned('a'), []],
  [owned('b', 'a', 'c'), ['b', 'c']],
])('%j loses owner a and no other', (object, left) => {
  expect(ownersWithout(object, 'a')?.map(({ uid }) => uid)).toEqual(left);
});

it.each<[KubernetesObject, readonly string[] | undefined]>([
  [owned(), ['a']],
  [owned('b'), ['b', 'a']],
  [owned('a', 'b'), undefined],
])('%j gets owner a beside those that it has', (object, owners) => {
  expect(ownersWith(object, owner('a'))?.map(({ uid }) => uid)).toEqual(owners);
});
