import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readControlFile } from './control-file.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

/** The major version that quay-operator 3.9 to 3.18 starts on the volume. */
const expectedMajor = '13';

/** Succeeds only when the server that filled the volume was shut down cleanly and is gone. Answers the state. */
export async function checkVolume(dataDirectory: string): Promise<string> {
  const directory = join(dataDirectory, 'userdata');
  const read = (file: string): Promise<Buffer> =>
    readFile(join(directory, file)).catch((error: unknown) => {
      const { code } = error as { code?: string };
      throw new WorkerFailure(`${join(directory, file)} cannot be read: ${code ?? String(error)}`);
    });
  const major = (await read('PG_VERSION')).toString().trim();
  if (major !== expectedMajor) {
    throw new WorkerFailure(`the volume holds a PostgreSQL ${major} directory, not a PostgreSQL ${expectedMajor} one`);
  }
  const { state } = readControlFile(await read(join('global', 'pg_control')));
  if (state !== 'shut down') {
    throw new WorkerFailure(
      `the database cluster state is "${state}", not "shut down": the server still runs, or was not stopped cleanly`,
    );
  }
  const pidFile = await access(join(directory, 'postmaster.pid')).then(
    () => true,
    () => false,
  );
  if (pidFile) throw new WorkerFailure('postmaster.pid is there: a server starts or stops on the volume right now');
  return state;
}
