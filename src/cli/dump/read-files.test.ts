import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { InputError } from '../input-error.ts';
import { readFiles, readLimits, readStream } from './read-files.ts';

const root = await mkdtemp(join(tmpdir(), 'quay-migration-'));

afterAll(async () => {
  await rm(root, { recursive: true });
});

async function folder(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const path = join(root, name);
  await mkdir(path);
  for (const [file, content] of Object.entries(files)) {
    await mkdir(join(path, file, '..'), { recursive: true });
    await writeFile(join(path, file), content);
  }
  return path;
}

const paths = async (path: string, limits = readLimits) =>
  (await readFiles(path, limits)).map((file) => [relative(path, file.path), Buffer.from(file.bytes).toString()]);

test('a folder is read with all below it, but for what is no dump', async () => {
  const path = await folder('inspect', {
    'namespaces/quay/core/secrets.yaml': 'secrets',
    'namespaces/quay/apps/deployments.json': 'deployments',
    'namespaces/quay/pods/prod/quay/logs/current.log': 'log',
    'event-filter.html': 'page',
    'a.yml': 'first',
  });
  await symlink('/etc', join(path, 'etc'));
  await symlink(join(path, 'a.yml'), join(path, 'b.yml'));
  expect(await paths(path)).toEqual([
    ['a.yml', 'first'],
    ['namespaces/quay/apps/deployments.json', 'deployments'],
    ['namespaces/quay/core/secrets.yaml', 'secrets'],
  ]);
});

test('a file is read whatever it is called, and where a link leads', async () => {
  const path = await folder('file', { dump: 'content' });
  await symlink(join(path, 'dump'), join(path, 'link'));
  expect(await paths(join(path, 'dump'))).toEqual([['', 'content']]);
  expect(await paths(join(path, 'link'))).toEqual([['', 'content']]);
});

test.each([
  ['files', { files: 1 }, /more than 1 files/],
  ['bytes of a file', { fileBytes: 3 }, /larger than/],
  ['bytes of all', { totalBytes: 5 }, /more than|larger than/],
  ['folders', { folders: 0 }, /more than 0 folders deep/],
])('too many %s', async (what, limits, message) => {
  const path = await folder(`many ${what}`, { 'a.yaml': '1234', 'b/c.yaml': '1234' });
  await expect(readFiles(path, { ...readLimits, ...limits })).rejects.toThrow(InputError);
  await expect(readFiles(path, { ...readLimits, ...limits })).rejects.toThrow(message);
});

test('a folder with nothing to read', async () => {
  await expect(readFiles(await folder('empty', { 'a.log': '' }))).rejects.toThrow(
    /contains no file with the extension/,
  );
});

test('a file without end ends', async () => {
  await expect(readFiles('/dev/zero', { ...readLimits, fileBytes: 1 << 20 })).rejects.toThrow(/larger than 1 MiB/);
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(1 << 16);
    })(),
  );
  await expect(readStream(endless, { ...readLimits, fileBytes: 1 << 20 })).rejects.toThrow(
    /the standard input is larger/,
  );
});
