import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CertificateAuthority } from '../../../dev/node/network/certificates.ts';
import { askService } from './ask-service.ts';

const asItShould: Readonly<Record<string, string>> = {
  '/healthz': 'ok\n',
  '/plugin/plugin-manifest.json': '{"name": "quay-migration-plugin"}',
  '/api/v1/version': '{"version": "1.2.3", "api": "v1"}',
};

let answers: Record<string, string> = {};
let directory = '';
let ca = '';
let server: Server;

beforeEach(async () => {
  answers = { ...asItShould };
  directory = await mkdtemp(join(tmpdir(), 'ask-service-'));
  const authority = await CertificateAuthority.open(directory);
  ca = authority.certificate;
  const { certificate, key } = await authority.issue(['127.0.0.1']);
  server = createServer({ cert: certificate, key }, (request, response) => {
    const body = answers[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body ?? 'nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true });
});

async function ask(trusted = ca): Promise<readonly string[]> {
  const lines: string[] = [];
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await askService({ url, ca: trusted, version: '1.2.3' }, (line) => lines.push(line));
  return lines;
}

test('is content with a service that answers all three', async () => {
  expect(await ask()).toEqual(Object.keys(asItShould).map((path) => `${path}: ok`));
});

test.each([
  ['is not well', { '/healthz': 'no' }, /\/healthz responded unexpectedly with 200: no/],
  [
    'has another plugin',
    { '/plugin/plugin-manifest.json': '{"name": "other"}' },
    /plugin-manifest\.json responded unexpectedly with 200/,
  ],
  [
    'has a page for a manifest',
    { '/plugin/plugin-manifest.json': '<html>' },
    /plugin-manifest\.json responded unexpectedly with 200/,
  ],
  [
    'has no manifest to speak of',
    { '/plugin/plugin-manifest.json': 'null' },
    /plugin-manifest\.json responded unexpectedly with 200/,
  ],
  ['is of another version', { '/api/v1/version': '{"version": "1.2.2"}' }, /1\.2\.2/],
])('says what is wrong with one that %s', async (_, change, message) => {
  Object.assign(answers, change);
  await expect(ask()).rejects.toThrow(message);
});

test.each(Object.keys(asItShould))('says so when %s is missing', async (path) => {
  Reflect.deleteProperty(answers, path);
  await expect(ask()).rejects.toThrow(`${path} responded unexpectedly with 404: nothing here`);
});

test('trusts nobody but the given authority', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'ask-service-'));
  const stranger = await CertificateAuthority.open(elsewhere);
  await rm(elsewhere, { recursive: true });
  await expect(ask(stranger.certificate)).rejects.toThrow(/certificate|signature/);
});
