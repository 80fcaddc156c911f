import { expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { monitoring } from './monitoring.ts';

test.each([
  ['the operator watches all namespaces', [], true, true],
  ['there is nothing to monitor with', [], false, false],
  ['the operator watches one namespace', ['quay-enterprise'], true, false],
])('%s', (_title, watches, monitoringApis, managed) => {
  const facts = prodFacts();
  const operator = facts.operator && { ...facts.operator, watches };
  expect(monitoring({ ...facts, operator, monitoringApis }, defaultChoices)).toMatchObject({
    kind: 'monitoring',
    managed,
    configChanges: [],
  });
});

test('no operator is found', () => {
  expect(monitoring({ ...prodFacts(), operator: undefined, monitoringApis: true }, defaultChoices).managed).toBe(false);
});
