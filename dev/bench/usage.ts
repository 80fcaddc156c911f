import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The kernel counts processor time in hundredths of a second. */
const ticks = 100;

/** Processor seconds of a process and of all its children that have ended. */
export async function cpuSecondsOf(pid: number | 'self'): Promise<number> {
  const fields = await statOf(pid);
  // utime, stime, cutime and cstime of proc(5).
  return fields.slice(13, 17).reduce((sum, value) => sum + Number(value), 0) / ticks;
}

/** Field 1 is a dot for the name, which may hold blanks. */
async function statOf(pid: number | string): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  return [String(pid), '.', ...text.slice(text.lastIndexOf(')') + 2).split(' ')];
}

/** Memory of a process and of all below it, without what the files behind it take. */
async function memoryBelow(root: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = new Map<number, number>();
  for (const pid of pids) {
    const fields = await statOf(pid).catch(() => undefined);
    if (fields) parents.set(Number(pid), Number(fields[3]));
  }
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
  let bytes = 0;
  for (const pid of parents.keys()) {
    if (!isBelow(pid)) continue;
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    bytes += Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
  }
  return bytes;
}

async function bytesIn(directory: string): Promise<number> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(directory, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

export interface Peaks {
  readonly peakMemoryBytes: number;
  readonly temporaryBytes: number;
}

/** Looks twice a second, which costs the two cores little, at a process with its children, and at its directory, until told to end. */
export function watchPeaks(pid: number, directory: string): () => Promise<Peaks> {
  const peaks = { peakMemoryBytes: 0, temporaryBytes: 0 };
  let looking = Promise.resolve();
  const look = async (): Promise<void> => {
    peaks.peakMemoryBytes = Math.max(peaks.peakMemoryBytes, await memoryBelow(pid));
    peaks.temporaryBytes = Math.max(peaks.temporaryBytes, await bytesIn(directory));
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, 500);
  return async () => {
    clearInterval(timer);
    await looking;
    return peaks;
  };
}
