import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Journey } from '../dev/journeys/journey.ts';
import { giveLeaseBack, scaleService, withholdLease } from '../dev/journeys/service-leader.ts';
import { Console } from './console.ts';
import type { Visitor } from './visitor.ts';

/** Nobody takes up what is asked: the service is down, or answers and does not lead. The tests build on each other. */
describe('while the service does not act', () => {
  let console: Console;
  let journey: Journey;
  let admin: Visitor;
  let viewer: Visitor;
  const tab = '[data-test-id="horizontal-link-Migration"]';

  beforeAll(async () => {
    journey = await Journey.begin({ sample: 'a', rows: 1000, service: { console: { enabled: true } } });
    await journey.untilServes('legacy');
    console = await Console.open();
    [admin, viewer] = await Promise.all([console.visitor('namespace-admin'), console.visitor('viewer')]);
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await console.tell();
  });

  afterAll(async () => {
    await console.close();
    await scaleService(journey, 1);
    await giveLeaseBack(journey);
    await journey.end();
  });

  async function expectNothingBegun(): Promise<void> {
    expect(await journey.journals()).toEqual([]);
    expect(await journey.kubectl('get', 'quayregistry', '-o', 'name')).toBe('');
    expect((await journey.repositories())?.generation).toBe('legacy');
  }

  it('a page that was open keeps what it shows, and says that it may be old', async () => {
    await admin.openTab(journey);
    await admin.part('findings').waitFor();
    await viewer.openList(journey);
    await viewer.page.locator('[data-test=prod]').click();
    await viewer.page.locator(tab).waitFor();
    await scaleService(journey, 0);
    await admin.part('failure-unreachable').waitFor();
    await admin.untilState('none');
    await admin.part('findings').waitFor();
    expect(await admin.violations()).toEqual([]);
  });

  it('a tab that is opened then says so alone', async () => {
    await journey.label();
    await viewer.page.locator(tab).click();
    await viewer.part('failure-unreachable').waitFor();
    await viewer.untilState('loading');
    expect(await viewer.page.getByRole('progressbar').count()).toBe(0);
    expect(await viewer.violations()).toEqual([]);
    await expectNothingBegun();
  });

  it('shows as asked for what nobody has taken up, and nothing has begun', async () => {
    await withholdLease(journey);
    await scaleService(journey, 1);
    await Promise.all([admin.untilState('requested'), viewer.untilState('requested')]);
    expect(await admin.part('failure-unreachable').count()).toBe(0);
    expect(await admin.part('requested').innerText()).toContain('check the pods of the release');
    expect(await admin.violations()).toEqual([]);
    await expectNothingBegun();
  });

  it('forgets it when the label is taken away again', async () => {
    await journey.kubectl('label', 'quayecosystem', journey.name, 'quay-operator/migrate-');
    await Promise.all([admin.untilState('none'), viewer.untilState('none')]);
    await expectNothingBegun();
  });

  it('waits after the button as well, for everybody, until somebody leads', async () => {
    await admin.button('start').click();
    await admin.button('confirm-start').click();
    await admin.dialog.waitFor({ state: 'detached' });
    await Promise.all([admin.untilState('requested'), viewer.untilState('requested')]);
    await expectNothingBegun();
    await giveLeaseBack(journey);
    await Promise.all([admin.untilState('running'), viewer.untilState('running')]);
    expect(await viewer.part('running').innerText()).toContain('Requested by namespace-admin');
    await Promise.all([admin.untilState('done', 100_000), viewer.untilState('done', 100_000)]);
  });
});
