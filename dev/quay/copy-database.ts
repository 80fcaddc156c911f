import { execFile } from 'node:child_process';
import type { ServerAddress } from './postgres-server.ts';

/** Copies a database the plain way, `pg_dump | psql` of the machine, as the target's user, who then owns everything. */
export async function copyDatabase(source: ServerAddress, target: ServerAddress): Promise<void> {
  const dump = ['pg_dump', '--no-owner', '--no-acl', '--no-comments', ...connectionFlags(source), source.database];
  const load = ['psql', '--quiet', '--no-psqlrc', '-v', 'ON_ERROR_STOP=1', ...connectionFlags(target), target.database];
  const pipe = `set -o pipefail; ${dump.join(' ')} | ${load.join(' ')} > /dev/null`;
  await new Promise<void>((resolve, reject) => {
    execFile('bash', ['-c', pipe], (error, _stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`pg_dump | psql: ${stderr.trim() || error.message}`));
    });
  });
}

function connectionFlags({ host, port, user }: ServerAddress): readonly string[] {
  return ['--host', host, '--port', String(port), '--username', user];
}
