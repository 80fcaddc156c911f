import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testCluster } from '../dev/checks/cluster-context.ts';
import { Journey } from '../dev/journeys/journey.ts';
import { configMaps } from '../src/k8s/resource.ts';
import { Console } from './console.ts';
import type { Visitor } from './visitor.ts';

/** Sample (b), whose external database is left half-way by an upgrade that fails. The tests build on each other. */
describe('a migration that a person has to decide about', () => {
  let console: Console;
  let journey: Journey;
  let admin: Visitor;
  let viewer: Visitor;

  beforeAll(async () => {
    journey = await Journey.begin({ sample: 'b', rows: 1000, service: { console: { enabled: true } } });
    const metadata = { name: 'dev-faults', namespace: journey.namespace };
    const faults = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { migrate: 'fail' } };
    await testCluster().client('admin').create(configMaps, faults);
    await journey.untilServes('legacy');
    console = await Console.open();
    [admin, viewer] = await Promise.all([console.visitor('namespace-admin'), console.visitor('viewer')]);
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await console.tell();
  });

  afterAll(async () => {
    await console.close();
    await journey.end();
  });

  it('holds, and says in which step, why, and what to do', async () => {
    await admin.openTab(journey);
    await admin.part('findings').waitFor();
    for (const box of await admin.page.getByRole('checkbox', { name: 'I acknowledge this warning' }).all())
      await box.check();
    await admin.button('start').click();
    await admin.button('confirm-start').click();
    await admin.untilState('holding', 100_000);
    const cause = await admin.part('cause').innerText();
    expect(cause).toContain('Migration stopped: your decision is required');
    expect(cause).toMatch(/Step: .*schema/i);
    expect(cause).toContain('Restore the database');
    expect(await admin.part('step-schema-upgrade').getAttribute('data-state')).toBe('failed');
    expect(await admin.violations()).toEqual([]);
  });

  it('does so for whoever looks later, who may not decide', async () => {
    await viewer.openTab(journey);
    await viewer.untilState('holding');
    await viewer.button('rollback').click();
    await viewer.part('rollback-no').waitFor();
    expect(await viewer.button('rollback-confirm').isEnabled()).toBe(false);
    await viewer.leave();
  });

  it('rolls back when it is requested, and says by whom', async () => {
    await admin.button('rollback').click();
    await admin.dialog.getByText('until you restore its backup').waitFor();
    await admin.part('rollback-name').fill(journey.name);
    await admin.button('rollback-confirm').click();
    await admin.untilState('rolling-back');
    expect(await admin.part('cause').innerText()).toContain(
      'The rollback was requested in the console by namespace-admin.',
    );
    await admin.part('step-restore-workloads').getByText('restore the backup, then acknowledge it').waitFor();
    expect(await admin.part('cause').innerText()).toMatch(
      /Current step: Start the old registry\. .*restore the backup/,
    );
    expect(await admin.violations()).toEqual([]);
  });
});
