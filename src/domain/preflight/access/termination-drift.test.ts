import { expect, test } from 'vitest';
import { type RuleCase, prodFacts, routeEnds, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { tls } from '../../components/tls.ts';
import { defaultChoices } from '../../choices.ts';
import { terminationDrift } from './termination-drift.ts';

test.each<RuleCase>([
  ['both say passthrough', {}, []],
  ['the Route was edited', { patch: routeEnds('edge') }, ['info Route/prod-quay spec.tls.termination']],
  [
    'the QuayEcosystem says nothing',
    { ecosystem: { spec: { quay: { externalAccess: { tls: null } } } }, patch: routeEnds('edge') },
    [],
  ],
  ['no Route', { remove: ['Route/prod-quay'] }, []],
])('%s', (_title, change, said) => {
  expect(saidOf(terminationDrift, change)).toEqual(said);
});

test('what the Route does counts: clients of an edge Route go on to see the certificate of the router', () => {
  expect(tls(prodFacts({ patch: routeEnds('edge') }), defaultChoices).managed).toBe(true);
  expect(tls(prodFacts(), defaultChoices).managed).toBe(false);
});
