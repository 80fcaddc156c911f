import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Choices } from '../choices.ts';
import { type Change } from '../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../fixtures/worked-examples.fixture.ts';
import type { MigrationPlan } from './migration-plan.ts';
import { plan } from './plan.fixture.ts';

const unmanaged = { database: 'unmanaged' } as const;

const cases: Readonly<Record<string, readonly [Change, Partial<Choices>]>> = {
  'managed.yaml': [workedExamples.managed, {}],
  'managed-without-pre-copy.yaml': [workedExamples.managed, { copyBeforeFreeze: false }],
  'managed-kept-unmanaged.yaml': [workedExamples.managed, unmanaged],
  'external-load-balancer.yaml': [workedExamples.loadBalancer, {}],
  'node-port.yaml': [workedExamples.nodePort, {}],
  'ingress.yaml': [workedExamples.ingress, {}],
};

// `vitest run --project unit src/domain/plan/golden.test.ts --update` writes them anew; read the difference before you
// commit it: it is what the service will create in a namespace.
test.each(Object.entries(cases))('%s is planned as recorded', async (file, [change, choices]) => {
  await expect(textOf(plan(change, choices))).toMatchFileSnapshot(join(import.meta.dirname, 'golden', file));
});

test('every recorded plan has its case', () => {
  expect(readdirSync(join(import.meta.dirname, 'golden')).sort()).toEqual(Object.keys(cases).sort());
});

/** All but what tests of its own hold: findings, and the difference of config.yaml. */
function textOf({ findings: _findings, configDiff: _configDiff, ...rest }: MigrationPlan): string {
  return stringify(rest, { lineWidth: 0, aliasDuplicateObjects: false });
}
