import { expect, test } from 'vitest';
import { type RuleCase, findingsOf, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { superusersDiffer } from './superusers-differ.ts';

const wants = (...superusers: readonly string[]) => ({ ecosystem: { spec: { quay: { superusers } } } });
const said = ['warning QuayEcosystem/prod spec.quay.superusers'];

test.each<RuleCase>([
  ['the default, and nothing in config.yaml', {}, []],
  ['both name them', { ...wants('jim', 'ann'), config: { SUPER_USERS: ['ann', 'jim', 'bob'] } }, []],
  ['config.yaml names none', wants('jim'), said],
  ['config.yaml names others', { ...wants('quay'), config: { SUPER_USERS: ['bob'] } }, said],
  ['the QuayEcosystem names none', { ...wants(), config: { SUPER_USERS: ['bob'] } }, []],
  ['no config.yaml', { ...wants('jim'), config: '[' }, []],
])('%s', (_title, change, expected) => {
  expect(saidOf(superusersDiffer, change)).toEqual(expected);
});

test('names those alone that are missing', () => {
  const [finding] = findingsOf(superusersDiffer, { ...wants('jim', 'ann'), config: { SUPER_USERS: ['ann'] } });
  expect(finding?.message).toMatch(/^spec\.quay\.superusers names jim, but/);
});
