import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pluginVersionHeader } from '../src/contract/api-paths.ts';
import { Journey } from '../dev/journeys/journey.ts';
import { Console } from './console.ts';
import type { Visitor } from './visitor.ts';

const assets = '**/api/plugins/quay-migration-plugin/**';
const start = '**/service/api/v1/namespaces/*/quayecosystems/*/migration';

let console: Console;
let journey: Journey;
let visitor: Visitor;
let version: string;

beforeAll(async () => {
  const manifest = await readFile(join(dirname(import.meta.dirname), 'package.json'), 'utf8');
  ({ version } = JSON.parse(manifest) as { version: string });
  journey = await Journey.begin({ sample: 'a', rows: 1000, service: { console: { enabled: true } } });
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

/** The browser holds the plugin as another release built it. */
async function hold(other: string): Promise<void> {
  await visitor.page.route(assets, async (route) => {
    const response = await route.fetch();
    // Another release's files have other names: under these the browser must not remember it.
    const headers = { 'content-type': response.headers()['content-type'] ?? '', 'cache-control': 'no-store' };
    const body = (await response.text()).replaceAll(`"${version}"`, `"${other}"`);
    await route.fulfill({ status: response.status(), headers, body });
  });
}

describe.each([
  ['older', '0.0.9'],
  ['newer', '99.0.0'],
])('a plugin that is %s than the service', (_age, other) => {
  it('says so, shows what there is, and starts nothing until it is loaded again', async () => {
    await hold(other);
    await visitor.openTab(journey);
    const alert = visitor.part('version-alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain(`This page is version ${other}, and the service is version ${version}.`);
    await visitor.untilState('none');
    await visitor.part('findings').waitFor();
    expect(await visitor.button('start').isEnabled()).toBe(false);
    expect(await visitor.part('start-reason').innerText()).toContain('Reload the page to continue');
    expect(await visitor.violations()).toEqual([]);

    await visitor.page.unroute(assets);
    const address = visitor.page.url();
    await visitor.part('reload').click();
    await alert.waitFor({ state: 'detached' });
    await visitor.untilState('none');
    await visitor.part('findings').waitFor();
    expect(await visitor.button('start').isEnabled()).toBe(true);
    expect(visitor.page.url()).toBe(address);
  });
});

it('a service that is updated while somebody confirms refuses, and the page is loaded again from there', async () => {
  await visitor.openTab(journey);
  await visitor.button('start').click();
  await visitor.page.route(start, (route) =>
    route.continue({ headers: { ...route.request().headers(), [pluginVersionHeader]: '0.0.9' } }),
  );
  await visitor.button('confirm-start').click();
  const refusal = visitor.part('failure-reload');
  await refusal.waitFor();
  expect(await refusal.innerText()).toContain('The page and the migration service are different versions');
  expect(await visitor.violations()).toEqual([]);
  await visitor.page.unroute(start);
  await refusal.getByRole('button', { name: 'Reload page' }).click();
  await visitor.dialog.waitFor({ state: 'detached' });
  await visitor.untilState('none');
  expect((await journey.ecosystem()).metadata.labels ?? {}).not.toHaveProperty('quay-operator/migrate');
  expect(await journey.journals()).toEqual([]);
});
