import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ImageSource, buildImage } from './build-image.ts';

const run = promisify(execFile);
const longAgo = new Date('2026-01-01T00:00:00Z');

let root = '';

/** Inputs are written with an old time: a build does not trust what was written while it ran. */
async function write(path: string, content: string): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await utimes(file, longAgo, longAgo);
}

function source(bundles: ImageSource['bundles'] = [service, tool]): ImageSource {
  return { root, bundles };
}

const service = { entry: 'src/service.ts', output: 'service.mjs', executable: false };
const tool = { entry: 'src/tool.ts', output: 'tool.mjs', executable: true };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'build-image-'));
  await write('package.json', '{"version": "1.2.3"}');
  await write('src/word.ts', "export const word: string = 'first';");
  await write('src/old.cjs', "module.exports = { separator: require('path').sep };");
  await write(
    'src/service.ts',
    "import old from './old.cjs';\nimport { word } from './word.ts';\nconsole.log(word, old.separator);",
  );
  await write('src/tool.ts', 'console.log(process.env.QUAY_MIGRATION_VERSION);');
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

test('what it built runs alone, elsewhere, CommonJS parts included', async () => {
  const directory = await buildImage(source());
  expect(directory).toBe(join(root, 'dist/image'));
  expect((await readdir(directory)).sort()).toEqual([
    ...['service.mjs', 'service.mjs.map'],
    'third-party-notices.txt',
    ...['tool.mjs', 'tool.mjs.map'],
  ]);
  const elsewhere = join(root, 'elsewhere');
  await cp(directory, elsewhere, { recursive: true });
  await rm(join(root, 'src'), { recursive: true });
  expect((await run('node', [join(elsewhere, 'service.mjs')])).stdout).toBe('first /\n');
  expect((await run(join(elsewhere, 'tool.mjs'))).stdout).toBe('1.2.3\n');
  expect((await stat(join(elsewhere, 'service.mjs'))).mode & 0o111).toBe(0);
});

test('an error in a bundle is reported where the source has it', async () => {
  await write('src/service.ts', "function fail(): never {\n\n  throw new Error('boom');\n}\nfail();");
  const directory = await buildImage(source());
  const failed = await run('node', ['--enable-source-maps', join(directory, 'service.mjs')]).catch(
    (error: unknown) => error,
  );
  expect(String(failed)).toContain('src/service.ts:3');
});

const changes: readonly {
  readonly name: string;
  readonly change: () => Promise<unknown>;
  readonly rebuilt: boolean;
}[] = [
  { name: 'nothing', change: async () => undefined, rebuilt: false },
  { name: 'a file that no bundle holds', change: () => write('src/other.ts', 'export {};'), rebuilt: false },
  { name: 'an imported file', change: () => write('src/word.ts', "export const word = 'second';"), rebuilt: true },
  { name: 'the version', change: () => write('package.json', '{"version": "1.2.4"}'), rebuilt: true },
  { name: 'a bundle that is gone', change: () => rm(join(root, 'dist/image/tool.mjs')), rebuilt: true },
  { name: 'a damaged record', change: () => writeFile(join(root, 'dist/image.inputs.json'), '{'), rebuilt: true },
];

test.each(changes)('after a change of $name: built again $rebuilt', async ({ change, rebuilt }) => {
  const file = join(await buildImage(source()), 'service.mjs');
  const before = await stat(file);
  await change();
  await buildImage(source());
  expect((await stat(file)).ino !== before.ino).toBe(rebuilt);
});

test('an input written during the build makes the next build start again', async () => {
  const tomorrow = new Date(Date.now() + 86_400_000);
  await utimes(join(root, 'src/word.ts'), tomorrow, tomorrow);
  const file = join(await buildImage(source()), 'service.mjs');
  const before = await stat(file);
  await buildImage(source());
  expect((await stat(file)).ino).not.toBe(before.ino);
});

test('several at once leave one whole build and nothing beside it', async () => {
  const builds = await Promise.all(Array.from({ length: 4 }, () => buildImage(source())));
  expect(new Set(builds).size).toBe(1);
  expect((await readdir(join(root, 'dist'))).sort()).toEqual(['image', 'image.inputs.json']);
  expect((await run('node', [join(root, 'dist/image/service.mjs')])).stdout).toBe('first /\n');
});

test('the licences of what is bundled, and of nothing else, are beside it', async () => {
  await write(
    'node_modules/@scope/used/package.json',
    '{"name": "@scope/used", "version": "2.0.0", "license": "MIT", "main": "a.js"}',
  );
  await write('node_modules/@scope/used/a.js', 'module.exports = 1;');
  await write('node_modules/@scope/used/LICENSE.md', 'Permission is granted');
  await write('node_modules/unused/package.json', '{"name": "unused", "version": "1.0.0"}');
  await write('src/tool.ts', "import used from '@scope/used';\nconsole.log(used);");
  const notices = await readFile(join(await buildImage(source()), 'third-party-notices.txt'), 'utf8');
  expect(notices).toBe('@scope/used 2.0.0 (MIT)\n\nPermission is granted\n');
});

test('what an earlier layout left in the folder is removed', async () => {
  await write('dist/image/console/old.js', '');
  await buildImage(source());
  expect(await readdir(join(root, 'dist/image'))).not.toContain('console');
});

test.each([
  {
    fault: 'an entry that does not exist',
    file: 'src/none.ts',
    text: undefined,
    message: /src\/none\.ts does not exist/,
  },
  {
    fault: 'a package that would be needed beside it',
    file: 'src/service.ts',
    text: "import 'https://a.example/b.js'",
    message: /would need https:\/\/a\.example\/b\.js/,
  },
  { fault: 'an import that is nowhere', file: 'src/service.ts', text: "import './nowhere.ts'", message: /nowhere\.ts/ },
])('refuses $fault and leaves the last build as it was', async ({ file, text, message }) => {
  const directory = await buildImage(source());
  const before = await readFile(join(directory, 'service.mjs'), 'utf8');
  if (text !== undefined) await write(file, text);
  await expect(buildImage(source([{ ...service, entry: file }, tool]))).rejects.toThrow(message);
  expect(await readFile(join(directory, 'service.mjs'), 'utf8')).toBe(before);
  expect((await readdir(join(root, 'dist'))).sort()).toEqual(['image', 'image.inputs.json']);
});
