import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeProgram } from './fake-program.fixture.ts';
import { ensureToolchain } from './toolchain.ts';

/** A go that writes where it is told to, notes that it was called, and takes a moment. */
const go = `
if [ "$1" = env ]; then echo go1.26.0; exit; fi
while [ "$1" != -o ]; do shift; done
echo "$3" >> "$(dirname "$0")/calls"
echo half > "$2"
[ -e "$(dirname "$0")/broken" ] && { echo 'no required module'; exit 1; }
sleep 0.2
printf '#!/bin/sh\\n' > "$2"
chmod +x "$2"`;

let home: string;
let said: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'toolchain-'));
  said = [];
  await fakeProgram(join(home, 'bin/go'), go);
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

function ensure(env: NodeJS.ProcessEnv = {}) {
  return ensureToolchain({
    directory: join(home, 'cache'),
    say: (line) => said.push(line),
    env: { PATH: `${join(home, 'bin')}:/usr/bin:/bin`, ...env },
    keys: ['etcd', 'kubectl'],
  });
}

async function builds(): Promise<string[]> {
  const text = await readFile(join(home, 'bin/calls'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

describe('ensureToolchain', () => {
  it('builds what is missing once, and says what and how long', async () => {
    const { etcd, kubectl } = await ensure();
    expect([etcd, kubectl]).toEqual([join(home, 'cache/etcd'), join(home, 'cache/kubectl')]);
    expect(said).toEqual([
      expect.stringMatching(/^Building etcd \(1 of 2, .*minute.*\)$/),
      expect.stringMatching(/^Built etcd in \d+ s$/),
      expect.stringMatching(/^Building kubectl \(2 of 2, .*minute.*\)$/),
      expect.stringMatching(/^Built kubectl in \d+ s$/),
    ]);
    await ensure();
    expect(await builds()).toEqual(['go.etcd.io/etcd/server/v3', 'k8s.io/kubernetes/cmd/kubectl']);
  });

  it('builds once when two ask at the same time', async () => {
    await Promise.all([ensure(), ensure()]);
    expect(await builds()).toHaveLength(2);
    expect(said).toContain('Waiting for another process that builds the development cluster');
  });

  it('leaves nothing half-done when a build fails, and goes on where it was', async () => {
    await writeFile(join(home, 'bin/broken'), '');
    await expect(ensure()).rejects.toThrow(/go build go\.etcd\.io\/etcd\/server\/v3 failed:\nno required module/);
    expect(existsSync(join(home, 'cache/etcd'))).toBe(false);
    await rm(join(home, 'bin/broken'));
    await ensure();
    expect((await readdir(join(home, 'cache'))).sort()).toEqual(['etcd', 'kubectl']);
  });

  const found: [string, string, string, boolean][] = [
    ['KUBEBUILDER_ASSETS', 'etcd', 'etcd Version: 3.6.9', true],
    ['KUBEBUILDER_ASSETS', 'etcd', 'etcd Version: 3.4.23', false],
    ['PATH', 'kubectl', 'Client Version: v1.34.0', true],
    ['PATH', 'kubectl', 'Client Version: v1.29.0', false],
  ];
  it.each(found)('looks in %s for %s, finds "%s": taken %s', async (variable, program, version, taken) => {
    const directory = join(home, 'elsewhere');
    await fakeProgram(join(directory, program), `echo '${version}'`);
    const path = `${join(home, 'bin')}:/usr/bin:/bin`;
    const env = variable === 'PATH' ? { PATH: `${directory}:${path}` } : { [variable]: directory };
    const toolchain = await ensure(env);
    expect(Object.values(toolchain).includes(join(directory, program))).toBe(taken);
    expect(await builds()).toHaveLength(taken ? 1 : 2);
  });

  it('asks no installed program for its version when its own is there', async () => {
    await ensure();
    await fakeProgram(join(home, 'bin/kubectl'), `touch '${join(home, 'asked')}'; echo 'Client Version: v1.34.0'`);
    const { kubectl } = await ensure();
    expect(kubectl).toBe(join(home, 'cache/kubectl'));
    expect(existsSync(join(home, 'asked'))).toBe(false);
  });
});
