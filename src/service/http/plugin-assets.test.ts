import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pluginAsset } from './plugin-assets.ts';
import { Rejection } from './rejection.ts';

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
    await expect(pluginAsset(join(directory, 'plugin'), path)).rejects.toThrow(Rejection);
  });

  const encodings: [string | undefined, string | null][] = [
    [undefined, null],
    ['br', null],
    ['gzip;q=0, br', null],
    ['gzip, deflate, br', 'gzip'],
    ['br;q=1.0, gzip;q=0.8', 'gzip'],
  ];
  it.each(encodings)('for a browser that takes %s: %s, and the same content', async (accepted, encoding) => {
    const { headers, body } = await pluginAsset(join(directory, 'plugin'), 'plugin-manifest.json', accepted);
    expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([encoding, 'accept-encoding']);
    const bytes = Buffer.from(await new Response(body).arrayBuffer());
    expect((encoding === null ? bytes : gunzipSync(bytes)).toString()).toBe('{}');
  });

  it('none where the plugin was not built', async () => {
    await expect(pluginAsset(join(directory, 'missing'), 'plugin-manifest.json')).rejects.toThrow('has no file');
  });
});
