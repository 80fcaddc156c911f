import type { PostgresServer } from '../quay/postgres-server.ts';
import { workerEnvironmentOf } from '../database/database-pair.ts';
import type { ConnectionTarget } from '../../src/database/server/connection-target.ts';
import { workerNodeFlags } from '../../src/domain/plan/jobs/worker-job.ts';

/** Two databases, and a directory for what a method writes on the way. */
export interface CopyPlace {
  readonly source: ConnectionTarget;
  readonly target: ConnectionTarget;
  readonly directory: string;
}

interface Command {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface CopyMethod {
  /** Whether the target has the settings of our temporary server; the others get the operator's, which has none. */
  readonly tuned: boolean;
  /** The program, its arguments and its environment. */
  readonly command: (place: CopyPlace) => Command;
  /** What is done while the registry still serves: before the clock runs, and before it is written to for an hour. */
  readonly before?: (place: CopyPlace) => Command;
}

const plain = '--no-owner --no-acl --no-comments';

function shell(script: (place: CopyPlace) => string): CopyMethod {
  return {
    tuned: false,
    command: (place) => ({ args: ['bash', '-c', `set -eo pipefail; ${script(place)}`], env: {} }),
  };
}

function uri({ host, port, user, database }: ConnectionTarget): string {
  return `postgresql://${user}@${host}:${port}/${database}`;
}

function ours(program: string, mode: 'proven' | 'unproven' | 'first' | 'catch-up'): CopyMethod {
  return {
    tuned: true,
    command: ({ source, target }) => ({
      args: [process.execPath, ...workerNodeFlags, program, mode],
      env: workerEnvironmentOf(source, target),
    }),
  };
}

/**
 * All ways to copy; `program` is copy-process.ts, bundled as the image has the worker. `pg_dumpall` of the machine's
 * client cannot load into 13: `pg_dump | psql` stands for the official way.
 */
export function copyMethods(program: string): Readonly<Record<string, CopyMethod>> {
  return {
    official: shell(
      ({ source, target }) =>
        `pg_dump ${plain} ${uri(source)} | psql -q -X -v ON_ERROR_STOP=1 ${uri(target)} >/dev/null`,
    ),
    'pg_dump-parallel': shell(
      ({ source, target, directory }) =>
        `pg_dump ${plain} -Fd -j2 -f ${directory}/dump ${uri(source)}; pg_restore ${plain} -j2 -d ${uri(target)} ${directory}/dump`,
    ),
    pgcopydb: shell(
      ({ source, target, directory }) =>
        `pgcopydb clone ${plain} --skip-extensions --skip-large-objects --table-jobs 2 --index-jobs 2 --not-consistent --dir ${directory}/pgcopydb --source ${uri(source)} --target ${uri(target)} >/dev/null`,
    ),
    ours: ours(program, 'unproven'),
    'ours-proven': ours(program, 'proven'),
    'ours-downtime': { ...ours(program, 'catch-up'), before: ours(program, 'first').command },
  };
}

export function placeOf(side: 'source' | 'target', server: PostgresServer, database: string): ConnectionTarget {
  return { side, host: '127.0.0.1', port: server.port, database, user: 'quay', password: 'trusted' };
}
