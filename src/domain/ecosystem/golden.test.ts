import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isDocument, stringify } from 'yaml';
import { prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../fixtures/worked-examples.fixture.ts';
import type { EcosystemFacts } from './facts.ts';

const examples = Object.entries(workedExamples).map(([name, change]) => [`${name}.yaml`, change] as const);

// `vitest run --project unit src/domain/ecosystem/golden.test.ts --update` writes them anew; read the difference before
// you commit it: everything that is decided is decided by these facts.
test.each(examples)('the facts of %s are read as recorded', async (file, change) => {
  await expect(textOf(prodFacts(change))).toMatchFileSnapshot(join(import.meta.dirname, 'golden', file));
});

test('every recorded registry is a worked example', () => {
  expect(readdirSync(join(import.meta.dirname, 'golden')).sort()).toEqual(examples.map(([file]) => file).sort());
});

/** Objects of the snapshot by kind and name: what they hold is in the fixture. */
function textOf({ snapshot: _snapshot, ...facts }: EcosystemFacts): string {
  return stringify(shown(facts), { lineWidth: 0, aliasDuplicateObjects: false });
}

function shown(value: unknown): unknown {
  if (isDocument(value)) return 'config.yaml';
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) return shown(Object.fromEntries(value as Map<string, unknown>));
  if (Array.isArray(value)) return value.map(shown);
  if ('kind' in value && 'metadata' in value)
    return `${String(value.kind)} ${(value.metadata as { name: string }).name}`;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shown(part)]));
}
