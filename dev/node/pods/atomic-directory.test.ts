import { mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type VolumeContent, writeAtomically } from './atomic-directory.ts';

const identity = { uid: 0, gid: 0, dropsRoot: false, passwdFile: '', groupFile: '' };

function content(files: Readonly<Record<string, string>>, mode = 0o644): VolumeContent {
  return new Map(Object.entries(files).map(([path, text]) => [path, { data: Buffer.from(text), mode }]));
}

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'volume-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

async function visible(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => !name.startsWith('..')).sort();
}

describe('writeAtomically', () => {
  test('writes files and directories with their modes', async () => {
    const directory = await emptyDirectory();
    await writeAtomically(directory, content({ 'config.yaml': 'a: 1', 'certs/ca.crt': 'PEM' }, 0o600), identity);
    expect(await visible(directory)).toEqual(['certs', 'config.yaml']);
    expect(await readFile(join(directory, 'certs/ca.crt'), 'utf8')).toBe('PEM');
    expect((await stat(join(directory, 'config.yaml'))).mode & 0o777).toBe(0o600);
  });

  test('replaces the content, and keeps nothing of the old', async () => {
    const directory = await emptyDirectory();
    await writeAtomically(directory, content({ a: '1', b: '1' }), identity);
    await writeAtomically(directory, content({ b: '2', c: '2' }), identity);
    expect(await visible(directory)).toEqual(['b', 'c']);
    expect(await readFile(join(directory, 'b'), 'utf8')).toBe('2');
    expect((await readdir(directory)).filter((name) => name.startsWith('..'))).toHaveLength(2);
  });

  test('leaves the mount point of another volume alone', async () => {
    const directory = await emptyDirectory();
    await writeAtomically(directory, content({ a: '1' }), identity);
    await mkdir(join(directory, 'extra_ca_certs'));
    await writeAtomically(directory, content({ b: '2' }), identity);
    expect(await visible(directory)).toEqual(['b', 'extra_ca_certs']);
  });

  test('makes an empty volume of no files', async () => {
    const directory = await emptyDirectory();
    await writeAtomically(directory, content({}), identity);
    expect(await visible(directory)).toEqual([]);
  });

  test.each(['../a', '/a', 'a/../../b'])('refuses the path %s', async (path) => {
    const directory = await emptyDirectory();
    await expect(writeAtomically(directory, content({ [path]: 'x' }), identity)).rejects.toThrow(
      'leads out of the volume',
    );
  });
});
