import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type MachineLock, tryLock } from './machine-lock.ts';

const instanceCount = 61;
const ownerFile = 'owner';

/** What one running development cluster has for itself on this machine. */
export interface Instance {
  /** 0 to 60. Nobody else uses the loopback network 127.(64 + index).0.0/16. */
  readonly index: number;
  /** Where its own servers listen: an address of that network which no pod and no Service ever gets. */
  readonly address: string;
  readonly directory: string;
  /** Frees the index and removes the directory. */
  release(): Promise<void>;
}

/** The directory under which every instance has its own. Short, because socket paths have 107 characters. */
export function instancesDirectory(): string {
  return join(tmpdir(), `quay-migration-${userInfo().uid}`);
}

/** Takes a free instance, and removes what crashed ones left behind. */
export async function claimInstance(parent = instancesDirectory()): Promise<Instance> {
  await mkdir(parent, { recursive: true, mode: 0o711 });
  await removeStaleDirectories(parent);
  const { index, indexLock } = await takeIndex();
  const directory = await mkdtemp(join(parent, `${index}-`));
  // Pods of other user ids have to reach their own directories below it.
  await chmod(directory, 0o711);
  await writeFile(join(directory, ownerFile), `${process.pid} ${startOf(process.pid) ?? ''}`);
  return {
    index,
    address: `127.${64 + index}.0.255`,
    directory,
    release: async () => {
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
      await indexLock.release();
    },
  };
}

async function takeIndex(): Promise<{ index: number; indexLock: MachineLock }> {
  for (let index = 0; index < instanceCount; index += 1) {
    const indexLock = await tryLock(`instance-${index}`);
    if (indexLock !== undefined) return { index, indexLock };
  }
  throw new Error(`${instanceCount} development clusters run on this machine already: stop one`);
}

/** Answers the names of the directories that it removed. */
export async function removeStaleDirectories(parent: string): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(parent)) {
    const directory = join(parent, name);
    if (await isInUse(directory)) continue;
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    removed.push(name);
  }
  return removed;
}

/** Whether the process that wrote the owner file still runs. One that is just being made has no owner file yet. */
async function isInUse(directory: string): Promise<boolean> {
  try {
    const [pid, start] = (await readFile(join(directory, ownerFile), 'utf8')).split(' ');
    return start !== '' && startOf(Number(pid)) === start;
  } catch {
    const age = await stat(directory).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    return age < 60_000;
  }
}

/** When a living process started, in clock ticks since the machine did: tells it from a later one with the same id. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name in brackets, may hold blanks.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // One that ended and that nobody has asked about yet (a container's first process often never does).
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
