import { expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { horizontalpodautoscaler } from './horizontalpodautoscaler.ts';

test.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
  [false, false, false],
])('Clair %s, mirror %s', (clair, mirror, managed) => {
  const facts = { ...prodFacts(), clair: { enabled: clair }, mirror: { enabled: mirror, claimed: mirror } };
  expect(horizontalpodautoscaler(facts, defaultChoices)).toMatchObject({ managed, configChanges: [] });
});
