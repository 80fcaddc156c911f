import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CertificateAuthority } from '../../node/network/certificates.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';
import type { PluginBackends } from './plugin-backends.ts';

/** A Service and an API server in one: it tells what it was asked. */
let backend: Server;
let ca: string;
let port: number;
let host: ConsoleServer;
let enabled: boolean;

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

beforeAll(async () => {
  const authority = await CertificateAuthority.open(await mkdtemp(join(tmpdir(), 'console-host-')));
  const { certificate, key } = await authority.issue(['localhost', 'plugin.install.svc']);
  ca = authority.certificate;
  backend = createTlsServer({ cert: certificate, key }, (incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const { method, url, headers } = incoming;
      response.writeHead(url?.includes('forbidden') === true ? 403 : 200, {
        'content-type': 'application/json',
        server: 'secret/1.0',
        'access-control-allow-origin': '*',
        'x-quay-migration-version': '1.2.3',
      });
      response.end(JSON.stringify({ method, url, headers, body }));
    });
  });
  backend.on('upgrade', (incoming, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    const { authorization = '', cookie = 'no cookie', origin = '' } = incoming.headers;
    socket.end(`${authorization} ${cookie} ${origin}`);
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  ({ port } = backend.address() as AddressInfo);
});

afterAll(() => {
  backend.close();
});

beforeEach(async () => {
  enabled = true;
  const service = { name: 'plugin', namespace: 'install', port };
  const plugin: PluginBackends = {
    assets: { ...service, basePath: '/plugin/' },
    proxies: { service: { ...service, userToken: true }, open: { ...service, userToken: false } },
    preloadsTranslations: true,
  };
  host = await startConsoleServer({
    port: 0,
    apiServer: { url: `https://127.0.0.1:${port}`, ca },
    tokens: { admin: 'token-admin', 'namespace-admin': 'token-ns', viewer: 'token-viewer', nobody: 'token-nobody' },
    findPlugin: async (name) => (enabled && name === 'ours' ? plugin : undefined),
    addressOf: () => '127.0.0.1',
    serviceCa: ca,
    pageDirectory: import.meta.dirname,
    plugins: async () => ['ours', '</script>'],
  });
});

afterEach(() => host.stop());

async function ask(path: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' | 'HEAD' = 'GET') {
  const answer = await request(`${host.url}${path}`, {
    method,
    headers,
    ...(method === 'POST' ? { body: 'sent' } : {}),
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

async function logIn(user: string): Promise<{ cookie: string; csrf: string }> {
  const { headers } = await ask(`/auth/login/${user}`);
  const cookies = [headers['set-cookie'] ?? []].flat().map((one) => one.split(';')[0] ?? '');
  return { cookie: cookies.join('; '), csrf: cookies.find((one) => one.startsWith('csrf-token='))?.slice(11) ?? '' };
}

const proxied = '/api/proxy/plugin/ours/service/api/v1/version?a=b%2Fc';

describe.each([
  ['the API server', '/api/kubernetes/api/v1/version?a=b%2Fc'],
  ['a proxy with UserToken', proxied],
])('%s', (_, path) => {
  it('gets the token of who is logged in, and nothing of the session', async () => {
    for (const [user, token] of [
      ['viewer', 'token-viewer'],
      ['admin', 'token-admin'],
    ] as const) {
      const { cookie, csrf } = await logIn(user);
      const sent = {
        cookie,
        'x-csrftoken': csrf,
        origin: host.url,
        authorization: 'Bearer stolen',
        'impersonate-user': 'x',
      };
      const seen = JSON.parse((await ask(path, sent, 'POST')).text) as Seen;
      expect(seen).toMatchObject({ method: 'POST', url: '/api/v1/version?a=b%2Fc', body: 'sent' });
      expect(seen.headers).toMatchObject({ authorization: `Bearer ${token}`, 'impersonate-user': 'x' });
      for (const name of ['cookie', 'x-csrftoken', 'origin']) expect(seen.headers).not.toHaveProperty(name);
    }
  });

  it('is not asked without a session, nor after it has expired', async () => {
    expect((await ask(path)).status).toBe(401);
    const { cookie } = await logIn('viewer');
    const other = await logIn('admin');
    expect((await ask(path, { cookie })).status).toBe(200);
    host.expire('viewer');
    expect((await ask(path, { cookie })).status).toBe(401);
    expect((await ask(path, { cookie: other.cookie })).status).toBe(200);
  });

  it('is not asked for a change without the CSRF token of this very session', async () => {
    const { cookie, csrf } = await logIn('viewer');
    const other = await logIn('viewer');
    const withHeader = (token: string) => ask(path, { cookie, 'x-csrftoken': token }, 'POST');
    expect((await ask(path, { cookie }, 'POST')).status).toBe(403);
    expect((await withHeader('')).status).toBe(403);
    expect((await withHeader(other.csrf)).status).toBe(403);
    const forged = cookie.replace(csrf, other.csrf);
    expect((await ask(path, { cookie: forged, 'x-csrftoken': other.csrf }, 'POST')).status).toBe(403);
    expect((await withHeader(csrf)).status).toBe(200);
    expect((await ask(path, { cookie }, 'HEAD')).status).toBe(200);
  });

  it('answers through the filter: status and own headers pass, its origin rules do not', async () => {
    const { cookie } = await logIn('viewer');
    const { status, headers } = await ask(path.replace('version', 'forbidden'), { cookie });
    expect(status).toBe(403);
    expect(headers).toMatchObject({
      'x-quay-migration-version': '1.2.3',
      'content-security-policy': 'sandbox;',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers).not.toHaveProperty('server');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('is reached by WebSocket with the token and without the cookie', async () => {
    expect(await shakeHands(path, '')).toMatch(/^HTTP\/1.1 401 /);
    const { cookie } = await logIn('viewer');
    expect(await shakeHands(path, cookie)).toMatch(
      /^HTTP\/1.1 101 [^]*Bearer token-viewer no cookie http:\/\/localhost$/,
    );
  });
});

describe('a plugin', () => {
  it('has its files below its base path, for who is logged in, only to read', async () => {
    const path = '/api/plugins/ours/locales/en/x.json';
    expect((await ask(path)).status).toBe(401);
    const { cookie, csrf } = await logIn('nobody');
    const { text } = await ask(path, { cookie });
    const seen = JSON.parse(text) as Seen;
    expect(seen.url).toBe('/plugin/locales/en/x.json');
    expect(seen.headers).not.toHaveProperty('authorization');
    expect((await ask(path, { cookie, 'x-csrftoken': csrf }, 'POST')).status).toBe(405);
  });

  it('without UserToken is open to everybody, as in the console', async () => {
    const { status, text } = await ask('/api/proxy/plugin/ours/open/x', {}, 'POST');
    expect(status).toBe(200);
    expect((JSON.parse(text) as Seen).headers).not.toHaveProperty('authorization');
  });

  it('is not served when it is not enabled, nor under an alias that it does not have', async () => {
    const { cookie } = await logIn('admin');
    expect((await ask('/api/proxy/plugin/ours/other/x', { cookie })).status).toBe(404);
    expect((await ask('/api/other', { cookie })).status).toBe(404);
    enabled = false;
    expect((await ask(proxied, { cookie })).status).toBe(404);
    expect((await ask('/api/plugins/ours/plugin-manifest.json', { cookie })).status).toBe(404);
  });
});

describe('the page', () => {
  it('comes with an enforced policy whose nonce is new each time', async () => {
    const { cookie } = await logIn('viewer');
    const [first, second] = [await ask('/k8s/ns/a/x', { cookie }), await ask('/k8s/ns/a/x', { cookie })];
    const nonce = /nonce="([^"]+)"/.exec(first.text)?.[1] ?? 'none';
    expect(first.headers['content-security-policy']).toContain(`script-src 'self' 'unsafe-eval' 'nonce-${nonce}'`);
    expect(second.text).not.toContain(nonce);
    expect(first.text).toContain('"plugins":["ours","\\u003c/script>"],"user":"viewer"');
  });

  it('has its files, and no others of this machine', async () => {
    expect((await ask('/static/sessions.ts?x=1')).text).toContain('openshift-session-token');
    expect((await ask('/static/..%2f..%2fpackage.json')).status).toBe(404);
    expect((await ask('/static/none.js')).status).toBe(404);
  });

  it('asks who it is first, and goes on where it was asked for, never elsewhere', async () => {
    const { status, headers } = await ask('/k8s/ns/a/x?y=z', { accept: 'text/html,*/*' });
    expect((await ask('/favicon.ico', { accept: 'image/*' })).status).toBe(401);
    expect([status, headers.location]).toEqual([303, '/auth/login/admin?then=%2Fk8s%2Fns%2Fa%2Fx%3Fy%3Dz']);
    expect((await ask(String(headers.location))).headers.location).toBe('/k8s/ns/a/x?y=z');
    for (const then of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      expect((await ask(`/auth/login/admin?then=${encodeURIComponent(then)}`)).headers.location).toBe('/');
    }
  });

  it('sends whose session has run out to their own login', async () => {
    const { cookie } = await logIn('viewer');
    host.expire('viewer');
    const { headers } = await ask('/k8s/ns/a/x', { cookie, accept: 'text/html,*/*' });
    expect(headers.location).toBe('/auth/login/viewer?then=%2Fk8s%2Fns%2Fa%2Fx');
  });

  it('lets in only people, with a session cookie that no script reads', async () => {
    expect((await ask('/auth/login/operator')).status).toBe(404);
    const { headers } = await ask('/auth/login/viewer');
    const [session, csrf] = [headers['set-cookie'] ?? []].flat();
    expect(session).toMatch(/HttpOnly; SameSite=Strict/);
    expect(csrf).not.toContain('HttpOnly');
  });
});

it('says 502 when nobody answers, or somebody else', async () => {
  const { cookie } = await logIn('viewer');
  const broken = createServer();
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  await host.stop();
  host = await startConsoleServer({
    port: 0,
    apiServer: { url: `https://127.0.0.1:${(broken.address() as AddressInfo).port}`, ca },
    tokens: { admin: '', 'namespace-admin': '', viewer: '', nobody: '' },
    findPlugin: async () => undefined,
    addressOf: () => '127.0.0.1',
    serviceCa: ca,
    pageDirectory: import.meta.dirname,
    plugins: async () => [],
  });
  expect((await ask('/api/kubernetes/version', { cookie })).status).toBe(401);
  const again = await logIn('viewer');
  expect((await ask('/api/kubernetes/version', { cookie: again.cookie })).status).toBe(502);
  broken.close();
});

/** All that comes back for a WebSocket handshake. */
async function shakeHands(path: string, cookie: string): Promise<string> {
  const { connect } = await import('node:net');
  const socket = connect(Number(new URL(host.url).port), 'localhost');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\nOrigin: http://elsewhere\r\nCookie: ${cookie}\r\n\r\n`,
  );
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}
