import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../../../k8s/job.ts';
import { plan } from '../plan.fixture.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'quay-proof-'));
  await mkdir(join(directory, 'conf/init'), { recursive: true });
});

afterAll(() => rm(directory, { recursive: true, force: true }));

async function program(path: string, text: string): Promise<void> {
  await writeFile(join(directory, path), `#!/bin/bash\n${text}\n`);
  await chmod(join(directory, path), 0o755);
}

interface Ended {
  readonly exitCode: number;
  readonly said: string;
  /** What becomes the container's message. */
  readonly message: string;
}

/** Runs a Job's arguments as Quay's entry point does: `eval exec "$@"`. */
async function run(job: Job | undefined, environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const [container] = job?.spec?.template?.spec?.containers ?? [];
  const message = join(directory, 'termination-log');
  await writeFile(message, '');
  const args = (container?.args ?? []).map((word) =>
    word.replaceAll('/dev/termination-log', message).replaceAll('/tmp/said', join(directory, 'said')),
  );
  const env = {
    PATH: `${directory}:${process.env.PATH ?? ''}`,
    QUAYPATH: directory,
    QUAYCONF: join(directory, 'conf'),
    ...environment,
  };
  return new Promise((resolve) => {
    execFile('bash', ['-c', 'eval exec "$@"', 'quay-entrypoint.sh', ...args], { env }, (error, said) => {
      const exitCode = error === null ? 0 : Number(error.code);
      void readFile(message, 'utf8').then((text) => {
        resolve({ exitCode, said, message: text.trim() });
      });
    });
  });
}

describe('the import of Quay', () => {
  const job = plan().work.pull[0];

  test('installs certificates as the image does, and asks alembic where the image’s code lies', async () => {
    await program('conf/init/certs_install.sh', 'echo certificates');
    await program('alembic', 'echo "$* in $PYTHONPATH, $PWD"');
    const { exitCode, said, message } = await run(job);
    expect(said.trim().split('\n')).toEqual(['certificates', `current in :${directory}, ${directory}`]);
    expect([exitCode, message]).toEqual([0, '']);
  });

  test('is over where a script of the image fails', async () => {
    await program('conf/init/client_certs.sh', 'exit 7');
    expect((await run(job)).exitCode).toBe(7);
    await rm(join(directory, 'conf/init/client_certs.sh'));
  });

  test('tells which exception ended it, and nothing that it said', async () => {
    const traceback = [
      'Traceback (most recent call last):',
      '  File "/quay-registry/app.py", line 360, in <module>',
      'ConnectionRefusedError: [Errno 111] Connection refused',
      'redis.exceptions.ConnectionError: Error 111 connecting to redis:pa55word@old:6379. Connection refused.',
      'pa55word',
    ];
    await program('alembic', `cat >&2 <<'END'\n${traceback.join('\n')}\nEND\nexit 1`);
    const ended = await run(job);
    expect(ended).toMatchObject({ exitCode: 1, message: 'redis.exceptions.ConnectionError' });
    expect(ended.said).toContain('pa55word');
  });
});

describe('the validation of Quay', () => {
  const job = plan().work.validate;
  const table = [
    '+--------------+--------------------------------------------+--------+',
    '| Field Group  | Error                                      | Status |',
    '+--------------+--------------------------------------------+--------+',
    '| Database     | -                                          | 🟢     |',
    '| HostSettings | SERVER_HOSTNAME must be a host: pa55word   | 🔴     |',
    '|              | PREFERRED_URL_SCHEME must be http or https | 🔴     |',
    '| Redis        | Could not connect, password pa55word       | 🔴     |',
    '+--------------+--------------------------------------------+--------+',
  ].join('\n');

  test('is Quay’s own, of its own directory', async () => {
    await program('config-tool', 'echo "$*"');
    expect(await run(job)).toMatchObject({ exitCode: 0, said: expect.stringContaining('validate -c') as string });
    expect((await run(job)).said).toContain(`validate -c ${directory}/conf/stack/ --mode online`);
  });

  test('tells which parts it refuses, and nothing that it said of them', async () => {
    await program('config-tool', `cat <<'END'\n${table}\nEND\nexit 1`);
    const ended = await run(job);
    expect(ended).toMatchObject({ exitCode: 1, message: 'HostSettings Redis' });
    expect(ended.said).toContain('pa55word');
  });

  test('does not matter where Quay ignores it', async () => {
    await program('config-tool', 'exit 1');
    expect((await run(job, { IGNORE_VALIDATION: 'true' })).exitCode).toBe(0);
    expect((await run(job, { IGNORE_VALIDATION: '' })).exitCode).toBe(1);
  });

  test('gets that switch where the QuayEcosystem sets it', () => {
    const envVars = [{ name: 'IGNORE_VALIDATION', value: 'true' }];
    const { work } = plan({ ecosystem: { spec: { quay: { envVars } } } });
    const [container] = work.validate?.spec?.template?.spec?.containers ?? [];
    expect(container?.env).toContainEqual(envVars[0]);
  });
});
