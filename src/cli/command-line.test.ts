import { describe, expect, test } from 'vitest';
import { runCommandLine } from './command-line.ts';
import { recordingTerminal } from '../../dev/command-line/recording-terminal.ts';

describe('flags that make no sense end with status 2 and say so', () => {
  test.each([
    [['plan'], 'the name of the QuayEcosystem is missing'],
    [['plan', '-f', 'dump.yaml'], 'the name of the QuayEcosystem is missing'],
    [['plan', '--what-to-collect'], 'the name of the QuayEcosystem is missing'],
    [['plan', 'prod', '-o', 'xml'], 'Allowed choices are table, json, yaml'],
    [['plan', 'prod', '--everything'], "unknown option '--everything'"],
    [['plan', 'prod', 'test'], 'too many arguments'],
    [['migrate', 'prod'], "unknown command 'migrate'"],
    [['plan', '-f', 'none.yaml', 'prod'], 'none.yaml cannot be read'],
  ])('%j', async (args, message) => {
    const terminal = recordingTerminal({});
    expect(await runCommandLine(args, terminal)).toBe(2);
    expect(terminal.errors()).toContain(message);
    expect(terminal.output()).toBe('');
  });
});

test.each([
  [['--help'], 'plan [options] [name]'],
  [['plan', '--help'], 'Exit status: 0 no blockers, 1 blockers, 2 invalid input, 3 internal error.'],
  [['--version'], 'development'],
])('%j answers with status 0', async (args, text) => {
  const terminal = recordingTerminal({});
  expect(await runCommandLine(args, terminal)).toBe(0);
  expect(terminal.output()).toContain(text);
});

test('without any argument it says what there is', async () => {
  const terminal = recordingTerminal({});
  expect(await runCommandLine([], terminal)).toBe(2);
  expect(terminal.errors()).toContain('plan [options] [name]');
});

test('--what-to-collect prints lines for the namespace, and reads nothing', async () => {
  const terminal = recordingTerminal({});
  expect(await runCommandLine(['plan', '--what-to-collect', 'prod', '-n', 'quay-enterprise'], terminal)).toBe(0);
  const lines = terminal.output().trimEnd().split('\n');
  expect(lines.join('\n')).toContain('quayecosystem');
  expect(lines.some((line) => line.includes('oc') && line.includes('quay-enterprise'))).toBe(true);
});

test('a fault of its own has a status of its own', async () => {
  const terminal = recordingTerminal({});
  const broken = {
    ...terminal,
    out: () => {
      throw new TypeError('out of paper');
    },
  };
  expect(await runCommandLine(['plan', '--what-to-collect', 'prod'], broken)).toBe(3);
  expect(terminal.errors()).toMatch(/internal error\. Please report it:\nTypeError: out of paper\n +at /);
});
