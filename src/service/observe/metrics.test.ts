import { expect, test } from 'vitest';
import { journalOf } from '../engine/journal/journal.fixture.ts';
import type { Journal } from '../engine/journal/journal.ts';
import { createMetrics } from './metrics.ts';

function named(name: string, change: Partial<Journal> = {}): Journal {
  return journalOf({ ...change, ecosystem: { namespace: 'quay-enterprise', name, uid: name } });
}

const finished = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:02Z', message: '' };

test('an ecosystem that is forgotten leaves no series, and no more than a thousand have some', async () => {
  const metrics = createMetrics({ requests: () => 0, leads: () => true });
  const steps = { preflight: { state: 'done' as const, ...finished } };
  for (const phase of ['running', 'done'] as const) metrics.observe(named('prod', { phase, steps }));
  const said = await metrics.registry.metrics();
  expect(said).toContain('quay_migration_phase{namespace="quay-enterprise",name="prod",phase="done"} 1');
  expect(said).toContain('quay_migration_phase{namespace="quay-enterprise",name="prod",phase="running"} 0');
  expect(said).toContain('quay_migration_step_seconds{namespace="quay-enterprise",name="prod",step="preflight"} 2');
  metrics.forget({ namespace: 'quay-enterprise', name: 'prod' });
  expect(await metrics.registry.metrics()).not.toContain('name="prod"');
  for (let number = 0; number < 1100; number += 1) metrics.observe(named(`prod-${number}`, { steps }));
  const series = (await metrics.registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith('quay_migration_phase{'));
  expect(series).toHaveLength(1000);
  expect(series.at(-1)).toContain('prod-1099');
});

test('requests to the API server are a counter that says what was sent so far, however often it is read', async () => {
  let requests = 7;
  const { registry } = createMetrics({ requests: () => requests, leads: () => false });
  await registry.metrics();
  requests = 9;
  const said = await registry.metrics();
  expect(said).toContain('# TYPE quay_migration_api_requests_total counter');
  expect(said).toMatch(/^quay_migration_api_requests_total 9$/m);
  expect(said).toMatch(/^quay_migration_leader 0$/m);
});

test('a metric whose name ends in _total is a counter, and no other is', async () => {
  const { registry } = createMetrics({ requests: () => 0, leads: () => true });
  const kinds = [...(await registry.metrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  expect(kinds.length).toBeGreaterThan(3);
  for (const [, name = '', kind] of kinds) expect([name, kind === 'counter']).toEqual([name, name.endsWith('_total')]);
});
