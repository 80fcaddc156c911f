import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readControlFile } from './control-file.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

/** The PostgreSQL major version that quay-operator 3.9 to 3.18 starts on the volume. */
const expectedMajor = '13';

/** Succeeds only when the server that filled the volume was shut down cleanly and is gone. Returns its state. */
export async function checkVolume(dataDirectory: string): Promise<string> {
  const directory = join(dataDirectory, 'userdata');
  const read = (file: string): Promise<Buffer> =>
    readFile(join(directory, file)).catch((error: unknown) => {
      const { code } = error as { code?: string };
      throw new WorkerFailure(`${join(directory, file)} cannot be read: ${code ?? String(error)}`);
    });
  const major = (await read('PG_VERSION')).toString().trim();
  if (major !== expectedMajor) {
    throw new WorkerFailure(`the volume contains a data directory of PostgreSQL ${major} instead of ${expectedMajor}`);
  }
  const { state } = readControlFile(await read(join('global', 'pg_control')));
  if (state !== 'shut down') {
    throw new WorkerFailure(
      `the database cluster state is "${state}" instead of "shut down": the server is still running or was not shut down cleanly`,
    );
  }
  const pidFile = await access(join(directory, 'postmaster.pid')).then(
    () => true,
    () => false,
  );
  if (pidFile) throw new WorkerFailure('postmaster.pid exists: a server is starting or stopping on the volume');
  return state;
}
