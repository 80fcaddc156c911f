import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Journey } from '../dev/journeys/journey.ts';
import { killService } from '../dev/journeys/service-process.ts';
import { consoleUrls } from './console-urls.ts';
import { Console } from './console.ts';
import type { Visitor } from './visitor.ts';

let console: Console;
let journey: Journey;

beforeAll(async () => {
  journey = await Journey.begin({ sample: 'a', rows: 1000, service: { console: { enabled: true } } });
  await journey.untilServes('legacy');
  console = await Console.open();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await console.tell();
});

afterAll(async () => {
  await console.close();
  await journey.end();
});

describe('who may not', () => {
  it('a viewer is told in the menu and in the tab, and can start nothing', async () => {
    const viewer = await console.visitor('viewer');
    await viewer.openList(journey);
    await viewer.page.locator('[data-test-id=kebab-button]').click();
    const action = viewer.page.getByRole('menuitem', { name: 'Migrate to QuayRegistry' });
    expect(await action.isDisabled()).toBe(true);
    await action.hover();
    await viewer.page.getByRole('tooltip', { name: /You need permission to patch QuayEcosystem prod/ }).waitFor();
    await viewer.openTab(journey);
    await viewer.untilState('none');
    const failure = viewer.part('failure-forbidden');
    await failure.waitFor();
    expect(await failure.innerText()).toMatch(/secrets/);
    expect(await viewer.part('start').count()).toBe(0);
    expect(await viewer.violations()).toEqual([]);
    await viewer.leave();
  });

  it('nobody sees neither list nor tab', async () => {
    const nobody = await console.visitor('nobody');
    await nobody.openList(journey);
    await nobody.page.getByText('User "nobody" cannot list resource "quayecosystems"').waitFor();
    await nobody.openTab(journey);
    await nobody.page.getByText('User "nobody" cannot get resource "quayecosystems"').waitFor();
    await nobody.leave();
  });
});

/** The tests build on each other. */
describe('while it runs', () => {
  let admin: Visitor;
  let viewer: Visitor;
  const row = '[data-test=prod]';
  const tab = '[data-test-id="horizontal-link-Migration"]';

  beforeAll(async () => {
    admin = await console.visitor('namespace-admin');
    viewer = await console.visitor('viewer');
  });

  it('is reached by keyboard alone, through the list', async () => {
    await admin.openList(journey);
    await admin.page.locator(row).waitFor();
    await admin.tabTo(row);
    await admin.page.keyboard.press('Enter');
    await admin.page.locator(tab).waitFor();
    await admin.tabTo(tab);
    await admin.page.keyboard.press('Enter');
    await admin.part('findings').waitFor();
  });

  it('is started by keyboard alone, through the menu', async () => {
    await admin.openList(journey);
    await admin.page.locator(row).waitFor();
    await admin.chooseInKebabByKeyboard('Migrate to QuayRegistry');
    await admin.part('findings').waitFor();
    await admin.tabTo('[data-test=quay-migration-start]');
    await admin.page.keyboard.press('Enter');
    await admin.tabTo('[data-test=quay-migration-confirm-start]');
    await admin.page.keyboard.press('Enter');
    await admin.untilState('running');
  });

  it('shows the same to everybody, also after a reload', async () => {
    await admin.page.reload();
    await viewer.openTab(journey);
    await admin.untilState('running');
    await viewer.untilState('running');
    expect(await viewer.part('running').innerText()).toContain('Requested by namespace-admin');
    await expect.poll(async () => (await admin.stepStates()).join()).toBe((await viewer.stepStates()).join());
    expect((await admin.stepStates()).length).toBeGreaterThan(8);
  });

  it('goes on when the service is lost and comes back, and the pages find it again', async () => {
    expect(killService(journey.serviceNamespace)).toBe(1);
    await admin.part('failure-unreachable').waitFor();
    expect(await admin.page.locator('[data-test=quay-migration-tab]').getAttribute('data-state')).toBe('running');
    await admin.part('failure-unreachable').waitFor({ state: 'detached' });
    await Promise.all([admin.untilState('done', 100_000), viewer.untilState('done', 100_000)]);
    expect(await viewer.part('failure-unreachable').count()).toBe(0);
  });

  it('lets a viewer preview the rollback, and not start it', async () => {
    await viewer.button('rollback').click();
    await viewer.part('rollback-no').waitFor();
    expect(await viewer.part('rollback-no').innerText()).toContain('permission to patch QuayEcosystem prod');
    expect(await viewer.button('rollback-confirm').isEnabled()).toBe(false);
    await viewer.button('rollback-cancel').click();
  });

  // A session of a real console is not ours to end.
  it.skipIf(consoleUrls() !== undefined)('says that the session has expired, and goes on where it was', async () => {
    console.expire('namespace-admin');
    await admin.button('rollback').click();
    const failure = admin.part('failure-session');
    await failure.waitFor();
    expect(await admin.violations()).toEqual([]);
    const address = admin.page.url();
    await failure.getByRole('button', { name: 'Reload page' }).click();
    await failure.waitFor({ state: 'detached' });
    await admin.untilState('done');
    expect(admin.page.url()).toBe(address);
    expect(await admin.page.locator('[data-test=user-switcher]').inputValue()).toBe('namespace-admin');
    expect(await admin.button('rollback').isEnabled()).toBe(true);
  });

  it('is rolled back by keyboard alone, and both see it', async () => {
    await admin.tabTo('[data-test=quay-migration-rollback]');
    await admin.page.keyboard.press('Enter');
    await admin.part('rollback-name').waitFor();
    await admin.tabTo('[data-test=quay-migration-rollback-name]');
    await admin.page.keyboard.type(journey.name);
    await admin.tabTo('[data-test=quay-migration-rollback-confirm]');
    await admin.page.keyboard.press('Enter');
    await admin.untilState('rolling-back');
    expect(await admin.violations()).toEqual([]);
    await Promise.all([admin.untilState('rolled-back', 60_000), viewer.untilState('rolled-back', 60_000)]);
    expect(await viewer.part('cause').innerText()).toContain(
      'The rollback was requested in the console by namespace-admin.',
    );
    await journey.untilServes('legacy');
  });
});
