import { describe, expect, test } from 'vitest';
import type { Container } from '../../../src/k8s/pod.ts';
import type { ContainerProcess } from './container-process.ts';
import { stopProcess } from './process-stop.ts';

interface SimulatedProcess extends ContainerProcess {
  readonly calls: string[];
}

/** A process that ends when it gets one of the given calls. */
function processEndingOn(...ends: readonly string[]): SimulatedProcess {
  const calls: string[] = [];
  let exit: (code: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => (exit = resolve));
  const take = (call: string) => {
    calls.push(call);
    if (ends.includes(call)) exit(0);
  };
  return {
    calls,
    exited,
    terminate: async () => {
      take('SIGTERM');
    },
    kill: () => {
      take('SIGKILL');
    },
    exec: async (command) => {
      take(command.join(' '));
      return { exitCode: 0, output: '' };
    },
  };
}

const plain: Container = { name: 'c' };
const hooked: Container = { name: 'c', lifecycle: { preStop: { exec: { command: ['pg_ctl', 'stop'] } } } };

describe('stopProcess', () => {
  test.each<[string, SimulatedProcess, Container, number, string[]]>([
    ['asks', processEndingOn('SIGTERM'), plain, 30, ['SIGTERM']],
    ['runs the hook first', processEndingOn('SIGTERM'), hooked, 30, ['pg_ctl stop', 'SIGTERM']],
    ['asks no more when the hook was enough', processEndingOn('pg_ctl stop'), hooked, 30, ['pg_ctl stop']],
    ['insists when there is no grace', processEndingOn('SIGKILL'), plain, 0, ['SIGTERM', 'SIGKILL']],
  ])('%s', async (_name, process, container, grace, expected) => {
    await stopProcess(process, container, grace);
    expect(process.calls).toEqual(expected);
  });

  test('insists when the grace is over', async () => {
    const process = processEndingOn('SIGKILL');
    const startedAt = Date.now();
    await stopProcess(process, plain, 2);
    expect(process.calls).toEqual(['SIGTERM', 'SIGKILL']);
    expect(Date.now() - startedAt).toBeGreaterThan(1900);
  });

  test('sleeps where the hook says so', async () => {
    const process = processEndingOn('SIGTERM');
    const startedAt = Date.now();
    await stopProcess(process, { name: 'c', lifecycle: { preStop: { sleep: { seconds: 0.2 } } } }, 30);
    expect(Date.now() - startedAt).toBeGreaterThan(180);
  });
});
