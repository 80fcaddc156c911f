import pg from 'pg';
import { currentRevision } from './migrate/migrate-to-head.ts';
import { validateConfig } from './config-tool.ts';
import { readQuayConfig } from './quay-config.ts';
import { isBefore, quayVersion } from './quay-version.ts';
import { importQuay, startOf } from './quay-start.ts';

// Programs of the simulated Quay image, as image/bin starts them: `alembic current` and `config-tool validate`.

const { QUAYCONF = '/conf', QUAY_VERSION = '' } = process.env;

async function alembic([command]: readonly string[]): Promise<number> {
  if (command !== 'current') throw new Error(`alembic: the command "${String(command)}" is not simulated`);
  const directory = `${QUAYCONF}/stack`;
  await importQuay(startOf(directory, QUAY_VERSION));
  const client = new pg.Client({ ...readQuayConfig(directory).database, application_name: 'quay alembic' });
  await client.connect();
  const revision = await currentRevision(client);
  if (revision === undefined && hasOldAlembic(QUAY_VERSION)) {
    await client.query('CREATE TABLE IF NOT EXISTS alembic_version (version_num character varying(32) PRIMARY KEY)');
  }
  await client.end();
  process.stdout.write(revision === undefined ? '' : `${revision}\n`);
  return 0;
}

/** alembic 1.3.3 makes its table even for `current` (requirements.txt of the tags); 1.13.1 does not. */
function hasOldAlembic(text: string): boolean {
  const version = quayVersion(text);
  const first: Readonly<Record<number, string>> = { 9: '3.9.18', 10: '3.10.18', 11: '3.11.2' };
  return isBefore(version, first[version[1]] ?? '0.0.0');
}

async function configTool([command, flag, directory = '', mode, how]: readonly string[]): Promise<number> {
  if (command !== 'validate' || flag !== '-c' || mode !== '--mode' || how !== 'online') {
    throw new Error('config-tool: only "validate -c DIRECTORY --mode online" is simulated');
  }
  const valid = await validateConfig(directory, QUAY_VERSION, (line) => process.stdout.write(`${line}\n`));
  return valid ? 0 : 1;
}

const [, , program, ...rest] = process.argv;
try {
  process.exitCode = await (program === 'alembic' ? alembic(rest) : configTool(rest));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
