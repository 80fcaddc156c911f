import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimInstance, removeStaleDirectories } from './instance.ts';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'instances-'));
});

afterEach(async () => {
  await rm(parent, { recursive: true, force: true });
});

async function directoryOf(name: string, owner?: string): Promise<void> {
  await mkdir(join(parent, name));
  if (owner !== undefined) await writeFile(join(parent, name, 'owner'), owner);
}

describe('claimInstance', () => {
  it('gives each a network, an address in it and a directory of its own', async () => {
    const both = [await claimInstance(parent), await claimInstance(parent)];
    const [first, second] = both;
    expect(first?.index).not.toBe(second?.index);
    for (const { index, address, directory } of both) {
      expect(address).toBe(`127.${64 + index}.0.255`);
      expect(existsSync(directory)).toBe(true);
    }
    for (const instance of both) await instance.release();
    expect(await readdir(parent)).toEqual([]);
  });

  it('leaves the directories of those that run alone', async () => {
    const running = await claimInstance(parent);
    expect(await removeStaleDirectories(parent)).toEqual([]);
    await running.release();
  });
});

describe('removeStaleDirectories', () => {
  it('removes what belongs to no process, or to an earlier one with the same id', async () => {
    await directoryOf('0-gone', '99999999 12345');
    await directoryOf('1-reused', `${process.pid} 1`);
    expect((await removeStaleDirectories(parent)).sort()).toEqual(['0-gone', '1-reused']);
  });

  it('removes what belongs to a process that ended and was not waited for', async () => {
    // The shell becomes a sleep, which does not wait for the child that the shell had.
    const parentOfZombie = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = await new Promise<number>((resolve) => {
      parentOfZombie.stdout.once('data', (text: Buffer) => {
        resolve(Number(text.toString()));
      });
    });
    const fieldsOf = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    await expect.poll(() => fieldsOf()[0]).toBe('Z');
    await directoryOf('0-zombie', `${pid} ${fieldsOf()[19] ?? ''}`);
    expect(await removeStaleDirectories(parent)).toEqual(['0-zombie']);
    parentOfZombie.kill();
  });

  it('removes one without an owner only when it is no longer being made', async () => {
    await directoryOf('0-new');
    await directoryOf('1-old');
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(join(parent, '1-old'), longAgo, longAgo);
    expect(await removeStaleDirectories(parent)).toEqual(['1-old']);
  });
});
