import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { testCluster } from '../dev/checks/cluster-context.ts';
import { copyServiceVersions } from '../dev/cluster/copied-csv.ts';
import { grantUsers } from '../dev/cluster/grant-users.ts';
import { Journey } from '../dev/journeys/journey.ts';
import { giveLeaseBack, scaleService, withholdLease } from '../dev/journeys/service-leader.ts';
import { installSamples, type SampleName } from '../dev/samples/samples.ts';
import { configMaps } from '../src/k8s/resource.ts';
import { Console } from './console.ts';
import type { Visitor } from './visitor.ts';

/** So many that the copy lasts some seconds. */
const copiedRows = 2_000_000;

const folder = join(dirname(import.meta.dirname), 'docs/images');

let console: Console;
let visitor: Visitor;
let prod: Journey;
let local: Journey;
let external: Journey;

/** A sample where people know it from, since its name is in the pictures. */
async function journeyOf(name: SampleName, rows: number): Promise<Journey> {
  const cluster = testCluster();
  const client = cluster.client('admin');
  const [sample] = await installSamples(client, { ...cluster, samples: [name], rows });
  if (sample === undefined) throw new Error(`no sample ${name}`);
  await grantUsers(client, sample.namespace);
  await copyServiceVersions(client, sample.namespace);
  return new Journey(sample.namespace, sample, name !== 'b');
}

beforeAll(async () => {
  [prod, local, external] = await Promise.all([journeyOf('a', copiedRows), journeyOf('e', 1000), journeyOf('b', 1000)]);
  const metadata = { name: 'dev-faults', namespace: external.namespace };
  const faults = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { migrate: 'fail' } };
  await testCluster().client('admin').create(configMaps, faults);
  await prod.installService({ console: { enabled: true }, watchNamespaces: [] });
  await Promise.all([prod.untilServes('legacy'), external.untilServes('legacy')]);
  console = await Console.open();
  visitor = await console.visitor('namespace-admin', { viewport: { width: 1280, height: 800 }, timezoneId: 'UTC' });
  await mkdir(folder, { recursive: true });
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await console.tell();
});

afterAll(async () => {
  await console.close();
  await prod.end();
});

/** From the top of the page, without what only the console's simulation has. */
async function picture(name: string): Promise<void> {
  await visitor.page.evaluate(`
    document.querySelector('.pf-v6-c-masthead').style.display = 'none';
    for (const element of document.querySelectorAll('#content-scrollable, #content-scrollable *')) element.scrollTop = 0;
    for (let at = document.querySelector('#content-scrollable'); at !== null; at = at.parentElement) at.scrollTop = 0;
  `);
  for (const theme of ['light', 'dark'] as const) {
    await visitor.show(theme);
    await visitor.page.screenshot({ path: join(folder, `${name}-${theme}.png`), animations: 'disabled' });
  }
  await visitor.show('light');
}

it('shows what cannot be migrated', async () => {
  await visitor.openTab(local);
  await visitor.part('finding-storage-local').waitFor();
  await picture('blockers');
  await local.label();
  await visitor.untilState('refused');
  await visitor.part('findings').waitFor();
  await picture('refused');
});

it('shows a migration that requires a decision, and a rollback that does', async () => {
  await visitor.openTab(external);
  await visitor.part('findings').waitFor();
  for (const box of await visitor.page.getByRole('checkbox', { name: 'I acknowledge this warning' }).all())
    await box.check();
  await visitor.button('start').click();
  await visitor.button('confirm-start').click();
  await visitor.untilState('holding', 100_000);
  await picture('holding');
  await visitor.button('rollback').click();
  await visitor.part('rollback-name').fill(external.name);
  await visitor.button('rollback-confirm').click();
  await visitor.untilState('rolling-back');
  await visitor.part('step-restore-workloads').getByText('restore the backup, then acknowledge it').waitFor();
  await picture('rolling-back');
});

it('shows a migration, there and back', async () => {
  await visitor.openTab(prod);
  await visitor.part('findings').waitFor();
  await picture('plan');
  await visitor.button('start').click();
  await visitor.button('confirm-start').waitFor();
  await picture('start');
  await scaleService(prod, 0);
  await withholdLease(prod);
  await scaleService(prod, 1);
  await visitor.button('confirm-start').click();
  await visitor.untilState('requested');
  await picture('requested');
  await giveLeaseBack(prod);
  await visitor
    .part('copy')
    .getByText(/per second, about .* left/)
    .waitFor({ timeout: 120_000 });
  await picture('running');

  await visitor.untilState('done', 240_000);
  await visitor.part('proof').waitFor();
  await picture('done');
  await visitor.button('rollback').click();
  await visitor.part('rollback-name').fill(prod.name);
  await picture('rollback');
  await visitor.button('rollback-confirm').click();
  await visitor.untilState('rolled-back', 120_000);
  await visitor.part('findings').waitFor();
  await picture('rolled-back');
});
