import { expect, it } from 'vitest';
import type { KubernetesObject } from '../../../k8s/object.ts';
import { finalizersWithout, hasFinalizer } from './finalizers.ts';

function held(...finalizers: string[]): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', ...(finalizers.length > 0 && { finalizers }) } };
}

it.each<[KubernetesObject | undefined, boolean]>([
  [undefined, false],
  [held(), false],
  [held('theirs'), false],
  [held('theirs', 'ours'), true],
])('%j has ours: %s', (object, has) => {
  expect(hasFinalizer(object, 'ours')).toBe(has);
});

it.each<[KubernetesObject, readonly string[]]>([
  [held(), []],
  [held('ours'), []],
  [held('theirs', 'ours', 'others'), ['theirs', 'others']],
])('%j without ours keeps the others', (object, left) => {
  expect(finalizersWithout(object, 'ours')).toEqual(left);
});
