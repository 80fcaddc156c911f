import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Journey } from '../dev/journeys/journey.ts';
import { Console } from './console.ts';
import type { Visitor } from './visitor.ts';

/** Sample (a) with the mouse alone, from the list to the new registry and back. The tests build on each other. */
describe('a migration, there and back', () => {
  let console: Console;
  let journey: Journey;
  let visitor: Visitor;

  beforeAll(async () => {
    journey = await Journey.begin({ sample: 'a', rows: 20_000, service: { console: { enabled: true } } });
    await journey.untilServes('legacy');
    console = await Console.open();
    visitor = await console.visitor('namespace-admin');
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await console.tell();
  });

  afterAll(async () => {
    await console.close();
    await journey.end();
  });

  it('begins in the list, with the plan', async () => {
    await visitor.openList(journey);
    await visitor.chooseInKebab('Migrate to QuayRegistry');
    await visitor.untilState('none');
    await visitor.part('findings').waitFor();
    await visitor.part('section-components').getByRole('button', { name: 'Components' }).click();
    await visitor.page.getByRole('grid', { name: 'Components' }).getByText('clairpostgres').waitFor();
    expect(await visitor.button('start').isEnabled()).toBe(true);
    expect(await visitor.violations()).toEqual([]);
  });

  it('starts after a confirmation that says what happens', async () => {
    await visitor.button('start').click();
    await visitor.dialog.getByText('Downtime starts').waitFor();
    expect(await visitor.violations()).toEqual([]);
    await visitor.button('confirm-start').click();
    await visitor.dialog.waitFor({ state: 'detached' });
    await visitor.untilState('running');
    await visitor.part('step-preflight').waitFor();
    expect(await visitor.violations()).toEqual([]);
  });

  it('ends with a registry that is available, and a proof', async () => {
    await visitor.untilState('done', 100_000);
    await visitor.part('proof').getByText('Every row of 92 tables was compared and is equal').waitFor();
    expect(await visitor.part('endpoint').innerText()).toContain(journey.sample.hostname);
    expect(await visitor.part('next-steps').innerText()).toContain('FEATURE_GARBAGE_COLLECTION: false');
    expect(await visitor.part('report').getAttribute('href')).toMatch(/\/report$/);
    expect(await visitor.violations()).toEqual([]);
    await journey.untilServes('current');
  });

  it('is rolled back once its name is typed, and the old registry is available', async () => {
    await visitor.button('rollback').click();
    await visitor.part('rollback-name').fill('another');
    expect(await visitor.button('rollback-confirm').isEnabled()).toBe(false);
    await visitor.part('rollback-name').fill(journey.name);
    expect(await visitor.violations()).toEqual([]);
    await visitor.button('rollback-confirm').click();
    await visitor.dialog.waitFor({ state: 'detached' });
    await visitor.untilState('rolled-back', 100_000);
    await journey.untilServes('legacy');
    expect(await visitor.violations()).toEqual([]);
  });

  it('migrates again, once it is accepted that the kept volume of the first time goes', async () => {
    await visitor.button('start').waitFor();
    expect(await visitor.button('start').isEnabled()).toBe(false);
    for (const box of await visitor.page.getByRole('checkbox', { name: 'I acknowledge this warning' }).all())
      await box.check();
    await visitor.button('start').click();
    await visitor.button('confirm-start').click();
    await visitor.untilState('running', 60_000);
    await visitor.untilState('done', 100_000);
    await journey.untilServes('current');
    expect((await journey.lastJournal()).attempt).toBe(2);
    expect(visitor.complaints).toEqual([]);
  });
});
