import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../../../dev/database/database-pair.ts';
import { runWorker } from '../../../dev/database/worker-run.ts';
import { type PostgresServer, startPostgres } from '../../../dev/quay/postgres-server.ts';
import { checkVolume } from './check-volume.ts';

let server: PostgresServer;
let data: string;
let volume: string;

beforeAll(async () => {
  server = await startPostgres({ major: 13 });
  const [row] = await runSql<{ data: string }>(server, 'postgres', `select current_setting('data_directory') as data`);
  data = row?.data ?? '';
  volume = await mkdtemp(join(tmpdir(), 'volume-'));
  await symlink(data, join(volume, 'userdata'));
});

afterAll(async () => {
  await server.stop();
  await rm(volume, { recursive: true });
});

/** `fast`, as the temporary server's preStop does it. */
async function shutDown(): Promise<void> {
  const pid = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGINT');
  while (await readFile(join(data, 'postmaster.pid')).catch(() => undefined)) await sleep(50);
}

/** What lies on the disk at this moment: what a server that is killed now leaves. */
async function volumeAsItIs(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'volume-'));
  const files = ['PG_VERSION', 'postmaster.pid', 'global/pg_control'];
  for (const file of files) {
    await cp(join(data, file), join(copy, 'userdata', file)).catch((error: unknown) => {
      if (file !== 'postmaster.pid') throw error;
    });
  }
  return copy;
}

describe('checkVolume', () => {
  it('refuses the volume of a server that runs, or was killed', async () => {
    const message = 'the database cluster state is "in production" instead of "shut down"';
    await expect(checkVolume(volume)).rejects.toThrow(message);
    const killed = await volumeAsItIs();
    await rm(join(killed, 'userdata', 'postmaster.pid'));
    await expect(checkVolume(killed)).rejects.toThrow(message);
    const run = await runWorker('check-volume', { DATA_DIRECTORY: killed }).ended;
    expect(run.exit).toBe(1);
    expect(run.stderr).toContain(message);
    await rm(killed, { recursive: true });
  });

  it('takes the volume of a server that was shut down, and nothing that looks nearly like it', async () => {
    await shutDown();
    expect(await checkVolume(volume)).toBe('shut down');
    expect(await runWorker('check-volume', { DATA_DIRECTORY: volume }).ended).toEqual({
      exit: 0,
      stdout: 'the database cluster state is "shut down"\n',
      stderr: '',
    });
    const copy = await volumeAsItIs();
    const inside = join(copy, 'userdata');
    await writeFile(join(inside, 'postmaster.pid'), '1\n');
    await expect(checkVolume(copy)).rejects.toThrow('postmaster.pid exists');
    await rm(join(inside, 'postmaster.pid'));
    await writeFile(join(inside, 'PG_VERSION'), '10\n');
    await expect(checkVolume(copy)).rejects.toThrow('a data directory of PostgreSQL 10 instead of 13');
    await rm(join(inside, 'PG_VERSION'));
    await expect(checkVolume(copy)).rejects.toThrow('userdata/PG_VERSION cannot be read: ENOENT');
    await rm(copy, { recursive: true });
  });

  it('refuses every control file with one bit of difference, and one that is cut off', async () => {
    const copy = await volumeAsItIs();
    const file = join(copy, 'userdata', 'global', 'pg_control');
    const whole = await readFile(file);
    for (let at = 0; at < 292; at += 1) {
      if (at >= 8 && at < 12) continue;
      const spoilt = Buffer.from(whole);
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(file, spoilt);
      await expect(checkVolume(copy), `byte ${at}`).rejects.toThrow('the checksum of pg_control does not match');
    }
    const other = Buffer.from(whole);
    other.writeUInt32LE(1201, 8);
    await writeFile(file, other);
    await expect(checkVolume(copy)).rejects.toThrow('pg_control has version 1201');
    await writeFile(file, whole.subarray(0, 100));
    await expect(checkVolume(copy)).rejects.toThrow('pg_control is truncated: it has 100 bytes');
    await rm(copy, { recursive: true });
  });

  it('wants to know where the volume is', async () => {
    const run = await runWorker('check-volume', {}).ended;
    expect([run.exit, run.stderr.trim()]).toEqual([1, 'the environment variable DATA_DIRECTORY is missing']);
  });
});
