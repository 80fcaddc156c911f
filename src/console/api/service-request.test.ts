import { consoleFetch } from '@openshift-console/dynamic-plugin-sdk';
import { beforeEach, expect, test, vi } from 'vitest';
import { pluginVersionHeader, serviceVersionHeader } from '../../contract/api-paths.ts';
import { askService, postJson, readJson, readText } from './service-request.ts';
import { pluginVersion, serviceVersion } from './service-version.ts';

// The SDK runs only inside a console.
vi.mock('@openshift-console/dynamic-plugin-sdk', () => ({ consoleFetch: vi.fn() }));

const fetched = vi.mocked(consoleFetch);
const answerOf = (body: string, version = pluginVersion): Response =>
  new Response(body, { headers: { [serviceVersionHeader]: version } });

beforeEach(() => {
  fetched.mockReset();
  serviceVersion.seen(pluginVersion);
});

test('each request says of which version the page is, in headers that a console can spread', async () => {
  fetched.mockImplementation(() => Promise.resolve(answerOf('{}')));
  await readJson('/plan');
  await readText('/logs');
  await postJson('/migration', { acknowledged: ['a'] });
  const sent = fetched.mock.calls.map(([address, options]) => [address, options?.method, options?.headers]);
  const version = { [pluginVersionHeader]: pluginVersion };
  expect(sent).toEqual([
    ['/plan', undefined, { accept: 'application/json', ...version }],
    ['/logs', undefined, { accept: 'text/plain', ...version }],
    ['/migration', 'POST', { accept: 'application/json', 'content-type': 'application/json', ...version }],
  ]);
  expect(fetched.mock.calls[2]?.[1]?.body).toBe('{"acknowledged":["a"]}');
});

test('a request can be given up', async () => {
  fetched.mockImplementation(() => Promise.resolve(answerOf('{}')));
  const { signal } = new AbortController();
  await readJson('/plan', signal);
  expect(fetched.mock.calls[0]?.[1]?.signal).toBe(signal);
});

test('an answer of another version is noticed, and one of the same', async () => {
  fetched.mockResolvedValueOnce(answerOf('{}', '99.0.0'));
  await askService('/migration');
  expect(serviceVersion.other).toBe('99.0.0');
  fetched.mockResolvedValueOnce(answerOf('{}'));
  await askService('/migration');
  expect(serviceVersion.other).toBeUndefined();
});

test('a refusal is noticed as well, and thrown on as it is', async () => {
  const refusal = Object.assign(new Error('no'), { code: 409, response: answerOf('', '99.0.0') });
  fetched.mockRejectedValueOnce(refusal);
  await expect(askService('/migration')).rejects.toBe(refusal);
  expect(serviceVersion.other).toBe('99.0.0');
});

test('a request that nobody answered says nothing about versions', async () => {
  serviceVersion.seen('99.0.0');
  fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  await expect(askService('/migration')).rejects.toThrow('Failed to fetch');
  expect(serviceVersion.other).toBe('99.0.0');
});
