import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import semver from 'semver';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesBeforeTab, mostBytesBeforeTab } from '../bench/plugin-bench.ts';
import { buildPlugin } from './build-plugin.ts';

const root = dirname(dirname(import.meta.dirname));
const directory = join(root, 'dist/image/plugin');
const { validateConsoleExtensionsFileSchema } = createRequire(import.meta.url)(
  '@openshift-console/dynamic-plugin-sdk-webpack/lib/webpack/ConsoleRemotePlugin.js',
) as {
  validateConsoleExtensionsFileSchema: (extensions: unknown) => { hasErrors: () => boolean; getErrors: () => unknown };
};

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly extensions: readonly { readonly type: string; readonly properties: unknown; readonly flags?: unknown }[];
  readonly registrationMethod: string;
  readonly baseURL: string;
  readonly loadScripts: readonly string[];
}

let manifest: Manifest;
let entry: string;
let files: readonly string[];

beforeAll(async () => {
  await buildPlugin(root, directory);
  manifest = JSON.parse(await readFile(join(directory, 'plugin-manifest.json'), 'utf8')) as Manifest;
  entry = await readFile(join(directory, manifest.loadScripts[0] ?? ''), 'utf8');
  files = (await readdir(directory, { recursive: true })).sort();
}, 300_000);

describe('the manifest', () => {
  test('has the name of the ConsolePlugin, and the version of the package', async () => {
    const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
    expect({ name: manifest.name, version: manifest.version }).toEqual({ name, version });
    expect(manifest.baseURL).toBe(`/api/plugins/${name}/`);
  });

  test('registers by callback, by the name that consoles to 5.0 know', () => {
    expect(manifest.registrationMethod).toBe('callback');
    expect(entry).toContain(`loadPluginEntry("${manifest.name}@${manifest.version}"`);
  });

  test.each([
    ['4.18.30', false],
    ['4.19.0', true],
    ['4.19.0-rc.1', true],
    ['4.20.7', true],
    ['4.22.3', true],
    ['4.23.0-ec.2', true],
    ['5.0.0', true],
    ['5.0.0-0.nightly-2026-11-20', true],
  ])('console %s: %s', (release, accepted) => {
    const range = manifest.dependencies['@console/pluginAPI'] ?? '';
    expect(semver.satisfies(release, range, { includePrerelease: true })).toBe(accepted);
  });

  test('asks for nothing else', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['@console/pluginAPI']);
  });

  test('has extensions of the shape of the oldest console, and none that waits for a flag', () => {
    const result = validateConsoleExtensionsFileSchema(manifest.extensions);
    expect(result.hasErrors(), JSON.stringify(result.getErrors())).toBe(false);
    expect(manifest.extensions.map(({ type }) => type)).toEqual([
      'console.action/resource-provider',
      'console.tab/horizontalNav',
      'console.model-metadata',
    ]);
    expect(manifest.extensions.filter(({ flags }) => flags !== undefined)).toEqual([]);
  });

  test('names one entry, whose name changes with its content', () => {
    expect(manifest.loadScripts).toEqual([expect.stringMatching(/^plugin-entry\.[0-9a-f]{20}\.min\.js$/)]);
  });
});

/** `@scope/package` or `package` of everything that a script asks the console's share scope for. */
function packagesAskedFor(script: string): string[] {
  const requests = [...script.matchAll(/"default",(?:!\d,|\[[^\]]*\],)*"([@\w][\w@/.-]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  return [...new Set(requests.map((request) => /^(?:@[^/]+\/)?[^/]+/.exec(request)?.[0] ?? ''))].sort();
}

describe('what it shares with the console', () => {
  test('is what a 4.19 console gives', async () => {
    const scripts = await Promise.all(
      files.filter((file) => file.endsWith('.js')).map((file) => readFile(join(directory, file), 'utf8')),
    );
    expect(packagesAskedFor(scripts.join('\n'))).toEqual([
      '@openshift-console/dynamic-plugin-sdk',
      '@patternfly/react-core',
      '@patternfly/react-table',
      'react',
      'react-i18next',
    ]);
  });

  test('are PatternFly’s of 4.19: a newer copy would win over an older console’s and be downloaded', () => {
    const versions = [...entry.matchAll(/"@patternfly\/react-(?:core|table)\/[^"]*","(\d+\.\d+\.\d+)"/g)].map(
      (match) => match[1],
    );
    expect(new Set(versions)).toEqual(new Set(['6.2.2']));
    expect(versions.length).toBeGreaterThan(20);
  });

  test('is no React of its own, but for the few lines that JSX calls', async () => {
    const notices = await readFile(join(directory, 'third-party-notices.txt'), 'utf8');
    expect(notices).toMatch(/^react 17\.0\.2 \(MIT\)/m);
    const scripts = await Promise.all(
      files.filter((file) => file.endsWith('.js')).map((file) => readFile(join(directory, file), 'utf8')),
    );
    expect(
      scripts.filter((script) => script.includes('useState=function') || script.includes('exports.useState=')),
    ).toEqual([]);
  });
});

describe('the folder', () => {
  test('has hashed names for all code, and the texts where consoles look for them', () => {
    const others = files.filter((file) => !/^[\w.-]+[.-][0-9a-f]{20}\.min\.js$/.test(file));
    expect(others).toEqual([
      ...['locales', 'locales/en', 'locales/en/plugin__quay-migration-plugin.json'],
      'plugin-manifest.json',
      'third-party-notices.txt',
    ]);
  });

  test('does not make every user of the console pay for it', async () => {
    const fetched = await filesBeforeTab(directory);
    expect(fetched).toHaveLength(4);
    expect(fetched.reduce((sum, { gzip }) => sum + gzip, 0)).toBeLessThan(mostBytesBeforeTab);
  });

  test('knows the version of its release', async () => {
    const tab = files.find((file) => file.startsWith('exposed-tab-')) ?? '';
    const code = await readFile(join(directory, tab), 'utf8');
    expect(code).not.toContain('process.env');
    expect(code).toContain(`"${manifest.version}"`);
  });
});

test('nothing is built again while nothing changes', async () => {
  const before = await readdir(directory, { recursive: true });
  const startedAt = performance.now();
  await buildPlugin(root, directory);
  expect(await readdir(directory, { recursive: true })).toEqual(before);
  // A run of webpack takes seconds; this only reads the sources.
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
