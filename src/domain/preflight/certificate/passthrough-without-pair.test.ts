import { expect, test } from 'vitest';
import { type RuleCase, routeEnds, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { passthroughWithoutPair } from './passthrough-without-pair.ts';

const secret = 'Secret/quay-enterprise-config-secret';
const none = { [secret]: { data: { 'ssl.cert': null, 'ssl.key': null } } };

test.each<RuleCase>([
  ['a pair', {}, []],
  ['no pair', { patch: none }, ['warning Route/prod-quay spec.tls.termination']],
  ['half a pair has a finding of its own', { patch: { [secret]: { data: { 'ssl.key': null } } } }, []],
  ['no pair and edge', { patch: { ...none, ...routeEnds('edge') } }, []],
  ['no config Secret has a finding of its own', { remove: [secret] }, []],
  ['no Route', { patch: none, remove: ['Route/prod-quay'] }, []],
])('%s', (_title, change, said) => {
  expect(saidOf(passthroughWithoutPair, change)).toEqual(said);
});
