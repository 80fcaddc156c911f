import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, isConflict } from '../kube/api-error.ts';

const tries = 20;

/**
 * Reads and writes again when somebody else wrote in between: the API server answers 409 then, and 422 where a `test`
 * of a JSON patch did not hold.
 */
export async function overtaking<T>(readAndWrite: () => Promise<T>): Promise<T> {
  for (let left = tries; ; left -= 1) {
    try {
      return await readAndWrite();
    } catch (error) {
      const overtaken = isConflict(error) || (error instanceof ApiError && error.code === 422);
      if (!overtaken || left <= 1) throw error;
      // Not in step with the other one.
      await sleep(20 + Math.random() * 200);
    }
  }
}

/** JSON patch that removes one entry of a list of strings, if it is still where it was read. */
export function removeEntry(path: string, list: readonly string[], entry: string): readonly object[] {
  const place = `${path}/${list.indexOf(entry)}`;
  return [
    { op: 'test', path: place, value: entry },
    { op: 'remove', path: place },
  ];
}
