import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { validateConfig } from './config-tool.ts';
import { readFaults } from './faults.ts';
import { headOf } from './migrate/chain.ts';
import { migrateToHead } from './migrate/migrate-to-head.ts';
import { readQuayConfig } from './quay-config.ts';
import { importQuay, startOf } from './quay-start.ts';
import { type Generation, NotReadyYet, RegistryDatabase } from './registry-database.ts';
import { startRegistryServer } from './registry-server.ts';

// The entry point of the simulated Quay images: `registry`, `repomirror`, both also with `-nomigrate`, `migrate head`, or
// any program of the image. The environment says which Quay it is (QUAY_GENERATION, QUAY_VERSION), where its
// configuration lies (QUAYCONF, in its directory `stack`) and on which address it listens (LISTEN_ADDRESS: pods of one
// machine share a network).

const environment = process.env;
const generation: Generation = environment.QUAY_GENERATION === 'legacy' ? 'legacy' : 'current';
const version = environment.QUAY_VERSION ?? '';
const configDirectory = `${environment.QUAYCONF ?? '/conf'}/stack`;

/** The revision that it wants its database to be at; a legacy one takes several. */
const head = generation === 'legacy' ? '' : headOf(version);
const startSeconds = 120;
const idleMilliseconds = 1000;

async function migrate(): Promise<void> {
  await importQuay(startOf(configDirectory, version));
  const client = new pg.Client({ ...readQuayConfig(configDirectory).database, application_name: 'quay migrate' });
  await client.connect();
  await migrateToHead(client, { version, faults: readFaults(environment.DEV_FAULTS), log });
  await client.end();
}

/** What today's Quay does before it serves (conf/init/d_validate_config_bundle.sh, then the import of app.py). */
async function startToday(): Promise<void> {
  if (generation === 'legacy') return;
  const valid = await validateConfig(configDirectory, version, log);
  if (!valid && (environment.IGNORE_VALIDATION ?? '') === '') throw new Error('the configuration is not valid');
  await importQuay(startOf(configDirectory, version));
}

async function serve(): Promise<void> {
  await startToday();
  const config = readQuayConfig(configDirectory);
  const database = new RegistryDatabase(config, `quay ${generation}`);
  await untilReady(() => database.checkStart(generation, head, config.databaseSecretKey));
  await startRegistryServer({
    generation,
    database,
    certificate: config.certificate,
    address: environment.LISTEN_ADDRESS ?? '0.0.0.0',
  });
  log(`${generation} registry serves database ${config.database.database} of ${config.database.host}`);
  if (generation !== 'legacy') return;
  const keyId = randomUUID();
  await repeat(() => database.writeIdly(keyId));
}

/** The mirror worker: no port of its own, but it writes. */
async function mirror(): Promise<void> {
  await startToday();
  const config = readQuayConfig(configDirectory);
  const database = new RegistryDatabase(config, `quay ${generation} mirror`);
  await untilReady(() => database.checkStart(generation, head, config.databaseSecretKey));
  log(`${generation} mirror worker looks for work`);
  await repeat(() => database.writeAsMirror());
}

async function untilReady(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + startSeconds * 1000;
  let said = '';
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (!(error instanceof NotReadyYet) || Date.now() > deadline) throw error;
      if (error.message !== said) log(`waiting: ${error.message}`);
      said = error.message;
      await sleep(200);
    }
  }
}

/** Does it every second; a database that is away for a while is no reason to end. */
async function repeat(write: () => Promise<void>): Promise<never> {
  for (;;) {
    await write().catch((error: unknown) => {
      log(`could not write: ${String(error)}`);
    });
    await sleep(idleMilliseconds);
  }
}

/** The configuration application of the legacy operator: it is there, and nobody asks it anything. */
async function configApplication(): Promise<void> {
  for (;;) await sleep(60_000);
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** `eval exec "$@"`, as the real entry point has it for what it does not know. */
async function execute(words: readonly string[]): Promise<void> {
  const child = spawn('bash', ['-c', 'eval exec "$@"', 'quay-entrypoint.sh', ...words], { stdio: 'inherit' });
  await once(child, 'exit');
  process.exitCode = child.exitCode ?? 1;
}

function start(words: readonly string[]): Promise<void> {
  const [command = 'registry', argument] = words;
  const wanted = environment.QUAYENTRY ?? command.replace(/-nomigrate$/, '');
  if (wanted === 'migrate' && argument === 'head') return migrate();
  if (wanted === 'registry') return serve();
  if (wanted === 'repomirror') return mirror();
  if (wanted === 'config') return configApplication();
  if (generation === 'current' && wanted !== 'migrate') return execute(words);
  throw new Error(`Quay has no command "${[command, argument].join(' ')}"`);
}

process.on('SIGTERM', () => process.exit(143));
process.on('SIGINT', () => process.exit(130));
try {
  await start(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
