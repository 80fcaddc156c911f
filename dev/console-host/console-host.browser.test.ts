import { AxeBuilder } from '@axe-core/playwright';
import { KubeConfig } from '@kubernetes/client-node';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quayEcosystems } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { chromium as executablePath, ensureChromium } from '../cluster/debian-packages.ts';
import { CertificateAuthority } from '../node/network/certificates.ts';
import { ensurePage } from './ensure-page.ts';
import { type ConsoleServer, startConsoleServer } from './server/console-server.ts';
import type { ConsoleUser } from './server/sessions.ts';

const model = { group: 'redhatcop.redhat.io', version: 'v1alpha1', kind: 'QuayEcosystem' };
const reference = Object.values(model).join('~');
const manifest = {
  name: 'fixture',
  version: '1.0.0',
  dependencies: { '@console/pluginAPI': '>=4.19.0-0' },
  extensions: [
    {
      type: 'console.tab/horizontalNav',
      properties: {
        model,
        page: { name: '%plugin__fixture~Moving%', href: 'fixture' },
        component: { $codeRef: 'Tab' },
      },
    },
    { type: 'console.action/resource-provider', properties: { model, provider: { $codeRef: 'useActions' } } },
  ],
  registrationMethod: 'callback',
  baseURL: '/api/plugins/fixture/',
  loadScripts: ['plugin.fixture.js'],
};

let assets: Server;
let host: ConsoleServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let namespace: string;

beforeAll(async () => {
  ensureChromium();
  const cluster = testCluster();
  const { directory, server, caFile } = cluster;
  const authority = await CertificateAuthority.open(directory);
  const { certificate, key } = await authority.issue(['fixture.install.svc']);
  const script = await readFile(join(import.meta.dirname, 'plugin.fixture.js'), 'utf8');
  const files: Record<string, string> = {
    '/plugin-manifest.json': JSON.stringify(manifest),
    '/plugin.fixture.js': script,
    '/locales/en/plugin__fixture.json': JSON.stringify({ Moving: 'Moving on', Object: 'The object' }),
  };
  assets = createServer({ cert: certificate, key }, ({ url = '' }, response) => {
    const path = url.replace(/\?.*$/, '');
    response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'application/json');
    response.writeHead(path in files ? 200 : 404).end(files[path]);
  });
  await new Promise<void>((resolve) => assets.listen(0, '127.0.0.1', resolve));
  const ca = await readFile(caFile, 'utf8');
  const service = { name: 'fixture', namespace: 'install', port: (assets.address() as AddressInfo).port };
  const token = (user: ConsoleUser): string => {
    const config = new KubeConfig();
    config.loadFromFile(cluster.kubeconfig(user));
    return config.getCurrentUser()?.token ?? '';
  };
  host = await startConsoleServer({
    port: 0,
    apiServer: { url: server, ca },
    serviceCa: authority.certificate,
    addressOf: () => '127.0.0.1',
    tokens: {
      admin: token('admin'),
      'namespace-admin': token('namespace-admin'),
      viewer: token('viewer'),
      nobody: token('nobody'),
    },
    findPlugin: async () => ({ assets: { ...service, basePath: '/' }, proxies: {}, preloadsTranslations: true }),
    plugins: async () => ['fixture'],
    pageDirectory: await ensurePage(),
  });
  browser = await chromium.launch({ executablePath });
  namespace = await testCluster().createNamespace('console-host');
  await createEcosystem('first');
});

afterAll(async () => {
  await browser.close();
  await host.stop();
  assets.close();
});

beforeEach(async () => {
  complaints = [];
  context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('response', (answer) => {
    if (answer.status() === 502)
      answer.text().then(
        (text) => complaints.push(text),
        () => undefined,
      );
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
});

afterEach(async ({ task }) => {
  // What the page complained of is most often why it does not show what is waited for.
  if (task.result?.state === 'fail') console.error(page.url(), complaints, await page.locator('body').innerText());
  await context.close();
});

async function createEcosystem(name: string): Promise<void> {
  await testCluster()
    .client('admin')
    .create(quayEcosystems, {
      apiVersion: `${model.group}/${model.version}`,
      kind: model.kind,
      metadata: { name, namespace },
      spec: {},
    });
}

async function open(user: ConsoleUser, path: string): Promise<void> {
  await page.goto(`${host.url}/auth/login/${user}?then=${encodeURIComponent(path)}`);
}

const list = () => `/k8s/ns/${namespace}/${reference}`;
const operands = () =>
  `/k8s/ns/${namespace}/operators.coreos.com~v1alpha1~ClusterServiceVersion/legacy.v1/${reference}`;

describe('a list', () => {
  it('shows what the user may see, and follows it by WebSocket', async () => {
    await open('viewer', list());
    await page.getByRole('link', { name: 'first' }).waitFor();
    await createEcosystem('second');
    await page.getByRole('link', { name: 'second' }).waitFor({ timeout: 10_000 });
    await testCluster().client('admin').delete(quayEcosystems, { name: 'second', namespace });
    await page.getByRole('link', { name: 'second' }).waitFor({ state: 'detached', timeout: 10_000 });
    expect(complaints).toEqual([]);
  });

  it('says in the words of the API server who may see nothing', async () => {
    await open('nobody', list());
    await page.getByText('User "nobody" cannot list resource "quayecosystems"').waitFor();
    await page.locator('[data-test=user-switcher]').selectOption('viewer');
    await page.getByRole('link', { name: 'first' }).waitFor();
  });
});

describe.each([
  ['generic pages', list, ['Migrate first']],
  ['operand pages', operands, ['Migrate first', 'Edit QuayEcosystem', 'Delete QuayEcosystem']],
])('%s', (_, address, actions) => {
  it("have the plugin's action in kebab and menu", async () => {
    await open('namespace-admin', address());
    await page.locator('[data-test-id=kebab-button]').click();
    await page.getByRole('menuitem', { name: 'Migrate first' }).waitFor();
    expect(await page.getByRole('menuitem').allTextContents()).toEqual(actions);
    await page.getByRole('menuitem', { name: 'Migrate first' }).click();
    await expect.poll(() => page.title()).toBe('migrating');
    await page.getByRole('link', { name: 'first' }).click();
    await page.locator('[data-test-id=actions-menu-button]').click();
    await page.getByRole('menuitem', { name: 'Migrate first' }).waitFor();
    expect(await page.getByRole('menuitem').allTextContents()).toEqual(actions);
    expect(complaints).toEqual([]);
  });

  it("have the plugin's action by keyboard alone", async () => {
    await open('namespace-admin', address());
    await page.locator('[data-test-id=kebab-button]').focus();
    await page.keyboard.press('Enter');
    await page.locator('[role=menuitem]:focus').waitFor();
    expect(await page.locator('[role=menuitem]:focus').textContent()).toBe('Migrate first');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.title()).toBe('migrating');
    expect(complaints).toEqual([]);
  });

  it("have the plugin's tab, in its words, live, with modals, also after a reload", async () => {
    await open('namespace-admin', `${address()}/first`);
    await page.getByRole('link', { name: 'Moving on' }).click();
    await page.reload();
    await page.getByText('The object first').waitFor();
    await page.getByRole('button', { name: 'Count 0' }).click();
    const state = Math.random().toString(36).slice(2);
    const body = { metadata: { labels: { state } } };
    await testCluster().client('admin').patch(quayEcosystems, { name: 'first', namespace }, { type: 'merge', body });
    await page.getByText(`The object first ${state}`).waitFor({ timeout: 10_000 });
    await page.getByRole('button', { name: 'Count 1' }).waitFor();
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(page.url()).toMatch(/\/first\/fixture$/);
    expect(complaints).toEqual([]);
  });
});

it('is as accessible as the plugin in it, light and dark', async () => {
  await open('admin', `${list()}/first/fixture`);
  await page.getByText('The object first').waitFor();
  for (const theme of ['light', 'dark']) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${theme} ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
    await page.locator('label:has([data-test=theme-switch])').click();
    await page.evaluate(coloursSettle);
  }
});

/** Colours fade from one theme to the other: half-way there is no contrast that anybody chose. */
const coloursSettle =
  'new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))' +
  '.then(() => Promise.allSettled(document.getAnimations().map((one) => one.finished))).then(() => undefined)';

it('says so when the session has expired, and goes on where it was', async () => {
  await open('viewer', list());
  await page.getByRole('link', { name: 'first' }).waitFor();
  host.expire('viewer');
  await page.getByRole('link', { name: 'first' }).click();
  await page.locator('[data-test=log-in-again]').click();
  await page.getByRole('heading', { name: 'first' }).waitFor();
});

it('enforces its policy', async () => {
  await open('viewer', list());
  const refused = page.evaluate(() => fetch('https://elsewhere.invalid').then(String, String));
  expect(await refused).toContain('Failed to fetch');
  expect(complaints.join()).toContain('Content Security Policy');
});
