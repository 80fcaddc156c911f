import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError, ConnectionError } from '../kube/api-error.ts';
import { readEcosystemPath } from './ecosystem-path.ts';
import { pluginAsset } from './plugin-assets.ts';
import { Refusal, statusOfError } from './refusal.ts';

describe('the Status of an error', () => {
  const cases: [unknown, number, RegExp][] = [
    [new Refusal(409, 'Conflict', 'look again'), 409, /^look again$/],
    [new ApiError(403, 'Forbidden', 'GET /api/v1/x: "u" cannot get x'), 403, /^"u" cannot get x\. An administrator/],
    [new ApiError(401, '', 'GET /x: no'), 401, /Log in again/],
    [new ApiError(422, 'Invalid', 'PATCH /x: spec.a: wrong'), 422, /^spec\.a: wrong$/],
    [new ConnectionError('refused at 10.0.0.1'), 503, /^The API server does not answer/],
    [new Error('the password is hunter2'), 500, /^The service could not answer/],
  ];
  it.each(cases)('%s', (error, code, message) => {
    const { body } = statusOfError(error);
    expect(body).toMatchObject({ kind: 'Status', status: 'Failure', code });
    expect(body.message).toMatch(message);
  });

  it('tells the causes', () => {
    const causes = [{ field: 'storage-local', reason: 'Finding', message: 'why' }];
    expect(statusOfError(new Refusal(409, 'Blocked', 'no', causes)).body.details).toEqual({ causes });
  });
});

describe('a path', () => {
  it('names an ecosystem and a part', () => {
    expect(readEcosystemPath('/api/v1/namespaces/a/quayecosystems/b.c/plan')).toEqual({
      namespace: 'a',
      name: 'b.c',
      part: 'plan',
    });
  });
  it.each(['/api/v1/namespaces/a/quayecosystems/b/other', '/api/v1/namespaces/a/quayecosystems/b', '/'])(
    'of something else: %s',
    (path) => {
      expect(readEcosystemPath(path)).toBeUndefined();
    },
  );
  it.each([
    'A/quayecosystems/b',
    'a.b/quayecosystems/b',
    '/quayecosystems/b',
    'a/quayecosystems/b..c',
    'a/quayecosystems/-b',
  ])('with no name of Kubernetes: %s', (path) => {
    expect(() => readEcosystemPath(`/api/v1/namespaces/${path}/plan`)).toThrow(Refusal);
  });
});

describe('files of the plugin', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'plugin-'));
    await mkdir(join(directory, 'plugin/locales/en'), { recursive: true });
    await writeFile(join(directory, 'secret.json'), '{}');
    await writeFile(join(directory, 'plugin/plugin-manifest.json'), '{}');
    await writeFile(join(directory, 'plugin/plugin-entry.0123456789abcdef0123.min.js'), '');
    await writeFile(join(directory, 'plugin/locales/en/plugin__quay-migration-plugin.json'), '{}');
  });
  afterAll(() => rm(directory, { recursive: true }));

  const there: [string, string, RegExp][] = [
    ['plugin-manifest.json', 'application/json; charset=utf-8', /^no-cache$/],
    ['plugin-entry.0123456789abcdef0123.min.js', 'text/javascript; charset=utf-8', /immutable/],
    ['locales/en/plugin__quay-migration-plugin.json', 'application/json; charset=utf-8', /^no-cache$/],
  ];
  it.each(there)('%s', async (path, type, caching) => {
    const { headers } = await pluginAsset(join(directory, 'plugin'), path);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('cache-control')).toMatch(caching);
  });

  it.each([
    '../secret.json',
    'locales/../../secret.json',
    'other.json',
    'plugin-manifest',
    '',
    '.hidden.js',
    'a//b.js',
  ])('not %j', async (path) => {
    await expect(pluginAsset(join(directory, 'plugin'), path)).rejects.toThrow(Refusal);
  });

  it('none where the plugin was not built', async () => {
    await expect(pluginAsset(join(directory, 'missing'), 'plugin-manifest.json')).rejects.toThrow('has no file');
  });
});
