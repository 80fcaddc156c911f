import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Journey } from '../dev/journeys/journey.ts';
import { Console } from './console.ts';
import { Network } from './network.ts';
import type { Visitor } from './visitor.ts';

/** The service is well all the time, and what lies before it is not. The tests build on each other. */
describe('a page that loses its stream', () => {
  let console: Console;
  let network: Network;
  let journey: Journey;
  let visitor: Visitor;

  beforeAll(async () => {
    journey = await Journey.begin({ sample: 'a', rows: 1000, service: { console: { enabled: true } } });
    await journey.untilServes('legacy');
    console = await Console.open();
    network = await Network.before(console);
    visitor = await console.visitor('namespace-admin', { through: network });
    await visitor.openTab(journey);
    await visitor.untilState('none');
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await console.tell();
  });

  afterAll(async () => {
    await console.close();
    await network.stop();
    await journey.end();
  });

  const failures = (): Promise<number> => visitor.page.locator('[data-test^=quay-migration-failure-]').count();

  it('opens it again when a proxy cuts it off, as often as that happens', async () => {
    for (let cuts = 0; cuts < 3; cuts += 1) {
      await expect.poll(() => network.streams, { timeout: 10_000 }).toBe(1);
      expect(network.cutStreams()).toBe(1);
    }
    await journey.label();
    await visitor.untilState('running');
    await expect.poll(() => network.streams, { timeout: 10_000 }).toBe(1);
    expect(await failures()).toBe(0);
  });

  it('asks now and then when it falls silent and no other comes through, and shows what has become of it', async () => {
    network.weather = 'streams-held-back';
    await journey.untilReason('Migrated');
    await visitor.untilState('done', 60_000);
    expect(await failures()).toBe(0);
    await journey.annotate(`quay-migration/rollback=${(await journey.lastJournal()).request}`);
    await visitor.untilState('rolled-back', 90_000);
    const why = 'The annotation quay-migration/rollback was set on the QuayEcosystem.';
    expect(await visitor.part('cause').innerText()).toContain(why);
    expect(await failures()).toBe(0);
  });

  it('shows a page that is opened then after some seconds', async () => {
    const late = await console.visitor('namespace-admin', { through: network });
    await late.openTab(journey);
    await late.untilState('rolled-back', 10_000);
    expect(await late.page.locator('[data-test^=quay-migration-failure-]').count()).toBe(0);
    await late.leave();
  });

  it('says so when nothing at all comes through any more, and shows the truth when it does again', async () => {
    network.weather = 'fair';
    await expect.poll(() => network.streams, { timeout: 90_000 }).toBe(1);
    network.weather = 'dead';
    await visitor.part('failure-unreachable').waitFor({ timeout: 60_000 });
    expect(await visitor.part('failure-unreachable').innerText()).toContain(
      'The information shown might be out of date',
    );
    await visitor.untilState('rolled-back');
    expect(await visitor.violations()).toEqual([]);
    await journey.annotate('quay-migration/request=again', 'quay-migration/acknowledged=again: volume-kept');
    await expect.poll(async () => (await journey.journals()).length).toBe(2);
    network.weather = 'fair';
    await visitor.part('failure-unreachable').waitFor({ state: 'detached' });
    await visitor.page.locator('[data-test=quay-migration-tab]:not([data-state=rolled-back])').waitFor();
    await visitor.untilState('done', 100_000);
    expect(visitor.complaints.filter((complaint) => !complaint.includes('net::ERR_'))).toEqual([]);
  });
});
