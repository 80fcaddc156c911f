import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { currentRevision } from '../quay/migrate/migrate-to-head.ts';
import { generateLegacyDatabase } from '../quay/schema/generate-legacy-database.ts';
import { type Sample, credentialsOf } from './sample.ts';

/** How a database is reached from this machine. */
export interface SampleDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const connectSeconds = 60;

/** Fills the database behind an address with a registry's rows, if it is empty, and answers how it is reached. */
export async function fillDatabase(host: string, sample: Sample, rows: number): Promise<SampleDatabase> {
  const address = { host, port: 5432, ...loginOf(sample) };
  const client = await connected(address);
  try {
    if ((await currentRevision(client)) === undefined) {
      await generateLegacyDatabase(client, { rows, storageLocation: storageLocationOf(sample) });
    }
  } finally {
    await client.end();
  }
  return address;
}

function loginOf(sample: Sample): Pick<SampleDatabase, 'user' | 'password' | 'database'> {
  const credentials = credentialsOf(sample.spec(nowhere));
  return {
    user: credentials['database-username'],
    password: credentials['database-password'],
    database: credentials['database-name'],
  };
}

function storageLocationOf(sample: Sample): string {
  return sample.spec(nowhere).quay.registryBackends[0]?.name ?? 'default';
}

/** Neither credentials nor storage depend on where a sample is put. */
const nowhere = { namespace: '', hostname: '', databaseHost: '', redisHost: '', nodePort: undefined };

async function connected(address: SampleDatabase): Promise<pg.Client> {
  const deadline = Date.now() + connectSeconds * 1000;
  for (;;) {
    const client = new pg.Client(address);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}
