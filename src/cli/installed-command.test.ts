import { type SpawnOptions, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { sampleDump } from '../../dev/command-line/sample-dumps.ts';
import { buildImage } from '../../dev/image/build-image.ts';

const directory = await mkdtemp(join(tmpdir(), 'quay-migration-'));
let command = '';

beforeAll(async () => {
  command = join(await buildImage(), 'quay-migration.mjs');
  await writeFile(join(directory, 'dump.yaml'), dump);
}, 60_000);

afterAll(async () => {
  await rm(directory, { recursive: true });
});

const dump = stringify({ apiVersion: 'v1', kind: 'List', items: sampleDump('managed') }, { lineWidth: 0 });

async function run(args: readonly string[], input = '', env: SpawnOptions['env'] = {}) {
  const child = spawn(command, args, { cwd: directory, env: { PATH: process.env.PATH, ...env } });
  child.stdin.on('error', () => undefined).end(input);
  const exit = new Promise((resolve) => child.once('close', resolve));
  const [output, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { output, errors, status };
}

test('it reads a file, and colours nothing for a pipe', async () => {
  const { output, errors, status } = await run(['plan', '-f', 'dump.yaml', 'prod']);
  expect({ errors, status }).toEqual({ errors: '', status: 0 });
  expect(output).toContain('Migration of QuayEcosystem quay-enterprise/prod to QuayRegistry');
  expect(output).not.toContain('\u001b');
});

test('it reads the standard input', async () => {
  const { output, status } = await run(['plan', '-f', '-', '-o', 'json', '-n', 'quay-enterprise', 'prod'], dump);
  expect(status).toBe(0);
  expect(JSON.parse(output)).toMatchObject({ ecosystem: { name: 'prod' } });
});

test('a reader that has seen enough is no error', async () => {
  const child = spawn('sh', ['-c', `"${command}" plan -f dump.yaml -o json prod | head -n 1`], { cwd: directory });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect({ output, errors }).toEqual({ output: '{\n', errors: '' });
});

test.each([
  [
    'a file that is not there',
    ['plan', '-f', 'none.yaml', 'prod'],
    {},
    /^quay-migration: none\.yaml cannot be read: ENOENT/,
  ],
  ['a kubeconfig that is none', ['plan', 'prod'], { KUBECONFIG: 'dump.yaml' }, /^quay-migration: .*kubeconfig/],
  ['no kubeconfig', ['plan', 'prod'], { HOME: '/nonexistent' }, /^quay-migration: .*kubeconfig/],
])('%s: one line, and status 2', async (_, args, env, message) => {
  const { output, errors, status } = await run(args, '', env);
  expect({ output, status }).toEqual({ output: '', status: 2 });
  expect(errors).toMatch(message);
  expect(errors.trimEnd().split('\n')).toHaveLength(1);
});
