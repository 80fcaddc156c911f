import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, isConflict } from '../kube/api-error.ts';

const tries = 20;

/**
 * Retries a read and write after a conflicting write: the API server returns 409, or 422 for a failed `test` of a JSON
 * patch.
 */
export async function overtaking<T>(readAndWrite: () => Promise<T>): Promise<T> {
  for (let left = tries; ; left -= 1) {
    try {
      return await readAndWrite();
    } catch (error) {
      const overtaken = isConflict(error) || (error instanceof ApiError && error.code === 422);
      if (!overtaken || left <= 1) throw error;
      // Random, to get out of step with the other writer.
      await sleep(20 + Math.random() * 200);
    }
  }
}

/** JSON patch that removes one entry of a list of strings, if it is still at the same index. */
export function removeEntry(path: string, list: readonly string[], entry: string): readonly object[] {
  const place = `${path}/${list.indexOf(entry)}`;
  return [
    { op: 'test', path: place, value: entry },
    { op: 'remove', path: place },
  ];
}
