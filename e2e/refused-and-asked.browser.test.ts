import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Journey } from '../dev/journeys/journey.ts';
import { Console } from './console.ts';
import type { Visitor } from './visitor.ts';

let console: Console;
let visitor: Visitor;
let local: Journey;
let ephemeral: Journey;
let external: Journey;

beforeAll(async () => {
  const begin = (sample: 'b' | 'e' | 'f') => Journey.begin({ sample, rows: 1000, service: false });
  [local, ephemeral, external] = await Promise.all([begin('e'), begin('f'), begin('b')]);
  const watchNamespaces = [local, ephemeral, external].map(({ namespace }) => namespace);
  await local.installService({ console: { enabled: true }, watchNamespaces });
  console = await Console.open();
  visitor = await console.visitor('namespace-admin');
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await console.tell();
});

afterAll(async () => {
  await console.close();
  for (const journey of [local, ephemeral, external]) await journey.end();
});

describe('what cannot be migrated', () => {
  it.each([
    ['e', () => local, 'storage-local', /object storage/i],
    ['f', () => ephemeral, 'database-ephemeral', /volumeSize/],
  ])('sample (%s): says what to do about it, and has nothing to press', async (_sample, journey, id, remedy) => {
    await visitor.openTab(journey());
    const blocker = visitor.part(`finding-${id}`);
    await blocker.waitFor();
    expect(await blocker.innerText()).toMatch(/Blocker: /);
    expect(await blocker.innerText()).toMatch(remedy);
    expect(await visitor.button('start').isEnabled()).toBe(false);
    expect(await visitor.part('start-reason').innerText()).toMatch(/^Resolve \d blockers? to continue\.$/);
    expect(await visitor.violations()).toEqual([]);
  });

  it('is refused, asked for by the label, and the open tab says so', async () => {
    await visitor.openTab(local);
    await visitor.untilState('none');
    await local.label();
    await visitor.untilState('refused');
    expect(await visitor.part('cause').innerText()).toContain('nothing was changed');
    expect(await visitor.violations()).toEqual([]);
  });
});

describe('what has warnings to acknowledge', () => {
  it('starts only when every warning is accepted, which a reload does not forget', async () => {
    await visitor.openTab(external);
    await visitor.part('finding-database-external').waitFor();
    await visitor.part('database-external').waitFor();
    expect(await visitor.part('database-copy').count()).toBe(0);
    expect(await visitor.button('start').isEnabled()).toBe(false);
    expect(await visitor.part('start-reason').innerText()).toMatch(/^Acknowledge \d warnings? to continue\.$/);
    expect(await visitor.violations()).toEqual([]);
    const boxes = await visitor.page.getByRole('checkbox', { name: 'I acknowledge this warning' }).all();
    for (const box of boxes) await box.check();
    await visitor.page.reload();
    await visitor.button('start').click();
    await visitor.dialog.getByText('upgraded in place').waitFor();
    await visitor.button('confirm-start').click();
    await visitor.untilState('running');
    await visitor.untilState('done', 100_000);
    expect(await visitor.part('proof').count()).toBe(0);
    await external.untilServes('current');
  });

  it('and waits in the rollback for what only a person can do', async () => {
    await visitor.button('rollback').click();
    await visitor.dialog.getByText('until you restore its backup').waitFor();
    await visitor.part('rollback-name').fill(external.name);
    await visitor.button('rollback-confirm').click();
    await visitor.untilState('rolling-back');
    await visitor.part('step-restore-workloads').getByText('restore the backup, then acknowledge it').waitFor();
    expect(await visitor.violations()).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });
});
