import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { testCluster } from '../checks/cluster-context.ts';
import { instancesDirectory, removeStaleDirectories } from './instance.ts';

interface Running {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly directory: string;
  readonly server: string;
  readonly index: number;
}

const running: Running[] = [];

afterEach(() => {
  for (const { process } of running.splice(0)) process.kill('SIGKILL');
});

async function start(): Promise<Running> {
  const program = join(import.meta.dirname, 'run-control-plane.fixture.ts');
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const started = { process: child, ...(JSON.parse(line) as Omit<Running, 'process'>) };
    running.push(started);
    return started;
  }
  throw new Error('the control plane did not start');
}

/** How many processes have the directory in their command line: etcd, the API server and the controllers. */
function serversOf(directory: string): number {
  const commands = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
  return commands.filter((command) => command.includes(`${directory}/`)).length;
}

describe('startControlPlane', () => {
  it('runs beside another one, with a network, a port and a directory of its own', async () => {
    const shared = testCluster();
    const own = await start();
    expect(own.index).not.toBe(shared.index);
    expect(own.server).not.toBe(shared.server);
    expect(own.directory).not.toBe(shared.directory);
    expect(serversOf(own.directory)).toBe(3);

    const ended = new Promise((resolve) => own.process.once('exit', resolve));
    own.process.stdin.end();
    expect(await ended).toBe(0);
    expect(serversOf(own.directory)).toBe(0);
    expect(existsSync(own.directory)).toBe(false);
    expect((await shared.client('admin').request('GET', '/version')) as object).toHaveProperty('minor', '34');
  });

  it('takes its servers along when it is killed, and the next start removes what it left', async () => {
    const { process: child, directory } = await start();
    child.kill('SIGKILL');
    await expect.poll(() => serversOf(directory), { timeout: 5000 }).toBe(0);
    expect(existsSync(directory)).toBe(true);
    await removeStaleDirectories(instancesDirectory());
    expect(existsSync(directory)).toBe(false);
    expect(existsSync(testCluster().directory)).toBe(true);
  });
});
