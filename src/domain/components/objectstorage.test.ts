import { expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { objectstorage } from './objectstorage.ts';

test('is never managed, and keeps its settings', () => {
  expect(objectstorage(prodFacts(), defaultChoices)).toMatchObject({
    kind: 'objectstorage',
    managed: false,
    configChanges: [],
  });
});
