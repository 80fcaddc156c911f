import pg from 'pg';
import type { ConnectionTarget } from '../../src/database/server/connection-target.ts';
import { copyDatabase } from '../../src/database/copy/copy-database.ts';
import { ProgressReporter, noReports } from '../../src/database/progress/progress-reporter.ts';
import { copyDatabase as dumpAndLoad } from '../quay/copy-database.ts';
import { type PostgresServer, startPostgres } from '../quay/postgres-server.ts';
import { generateLegacyDatabase } from '../quay/schema/generate-legacy-database.ts';
import { median } from './median.ts';

const role = 'quay';

/** Our copy against `pg_dump | psql`, PostgreSQL 10 to 13, the methods in turn in each round. */
export async function copyBench(options: { readonly rows: number; readonly rounds: number }): Promise<void> {
  const settings = { fsync: 'on' };
  const [old, fresh] = await Promise.all([
    startPostgres({ major: 10, settings }),
    startPostgres({ major: 13, settings }),
  ]);
  try {
    const bytes = await fillQuayDatabase(old, options.rows);
    await sql(fresh, 'postgres', `create role ${role} login`);
    const seconds: Record<string, number[]> = {};
    for (let round = 0; round < options.rounds; round += 1) {
      for (const [method, copy] of Object.entries(methods)) {
        await sql(fresh, 'postgres', 'drop database if exists copy');
        await sql(fresh, 'postgres', `create database copy owner ${role}`);
        const started = performance.now();
        await copy(old, fresh);
        (seconds[method] ??= []).push((performance.now() - started) / 1000);
      }
    }
    report(seconds, bytes, options);
  } finally {
    await Promise.all([old.stop(), fresh.stop()]);
  }
}

const methods: Readonly<Record<string, (old: PostgresServer, fresh: PostgresServer) => Promise<unknown>>> = {
  'pg_dump | psql': (old, fresh) => dumpAndLoad(old.connection(at('quay')), fresh.connection(at('copy'))),
  'ours without proof': (old, fresh) => ours(old, fresh, false),
  'ours with full proof': (old, fresh) => ours(old, fresh, true),
};

function at(database: string): { user: string; database: string } {
  return { user: role, database };
}

function ours(old: PostgresServer, fresh: PostgresServer, prove: boolean): Promise<unknown> {
  const place = (side: 'source' | 'target', { port }: PostgresServer, database: string): ConnectionTarget => ({
    side,
    host: '127.0.0.1',
    port,
    database,
    user: role,
    password: 'trusted',
  });
  const progress = new ProgressReporter(noReports, 'bench', () => undefined);
  return copyDatabase(place('source', old, 'quay'), place('target', fresh, 'copy'), { progress, prove });
}

/** Makes database and role `quay`, and answers how large the database is. */
export async function fillQuayDatabase(server: PostgresServer, rows: number): Promise<number> {
  await sql(server, 'postgres', `create role ${role} login`);
  await sql(server, 'postgres', `create database quay owner ${role}`);
  await sql(server, 'quay', 'create extension pg_trgm');
  const client = new pg.Client(server.connection(at('quay')));
  await client.connect();
  try {
    await generateLegacyDatabase(client, { rows });
    await client.query('vacuum analyze');
    const size = await client.query<{ bytes: string }>('select pg_database_size(current_database())::text as bytes');
    return Number(size.rows[0]?.bytes);
  } finally {
    await client.end();
  }
}

async function sql(server: PostgresServer, database: string, statement: string): Promise<void> {
  const client = new pg.Client(server.connection({ database }));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function report(
  seconds: Readonly<Record<string, readonly number[]>>,
  bytes: number,
  { rows, rounds }: { readonly rows: number; readonly rounds: number },
): void {
  const baseline = median(seconds['pg_dump | psql'] ?? []);
  console.log(`\nCopy, PostgreSQL 10 to 13, ${rows} rows, ${Math.round(bytes / 1e6)} MB, medians of ${rounds} rounds`);
  for (const [method, all] of Object.entries(seconds)) {
    const middle = median(all);
    console.log(`  ${method.padEnd(22)} ${middle.toFixed(2).padStart(7)} s   speed ${(baseline / middle).toFixed(2)}`);
  }
}
