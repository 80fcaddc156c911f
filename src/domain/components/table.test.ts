import { expect, test } from 'vitest';
import { componentKinds } from '../../k8s/quayregistry.ts';
import { defaultChoices } from '../choices.ts';
import { prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { componentRules, decideComponents } from './table.ts';

const decisions = decideComponents(prodFacts(), defaultChoices);

test('decides every component, once, in the order of the operator', () => {
  expect(decisions.map(({ kind }) => kind)).toEqual(componentKinds);
});

test.each(componentKinds)('%s: the rule decides its own component, and says why', (kind) => {
  const decision = componentRules[kind](prodFacts(), defaultChoices);
  expect(decision.kind).toBe(kind);
  expect(decision.reason).not.toBe('');
});

test('decides for a registry of which nothing could be read', () => {
  const facts = prodFacts({
    remove: ['QuayEcosystem/prod', 'Secret/quay-enterprise-config-secret', 'Route/prod-quay'],
  });
  expect(decideComponents(facts, defaultChoices)).toHaveLength(11);
});

test('no two components change the same setting', () => {
  const keys = decisions.flatMap(({ configChanges }) => configChanges.map(({ key }) => key));
  expect(new Set(keys).size).toBe(keys.length);
});
