import { posix } from 'node:path';

/** What a reader takes in at a glance: tests and subfolders count. */
export const mostEntries = 30;

/** Folders with more entries than that, each with its number. The top is exempt: tools want their files there. */
export function crowdedFolders(files: readonly string[]): readonly string[] {
  const entries = new Map<string, Set<string>>();
  for (const file of files) {
    for (let path = file; path !== '.'; path = posix.dirname(path)) {
      const folder = posix.dirname(path);
      if (folder === '.') break;
      entries.set(folder, (entries.get(folder) ?? new Set()).add(path));
    }
  }
  return [...entries]
    .filter(([, within]) => within.size > mostEntries)
    .map(([folder, within]) => `${folder}: ${within.size} entries; sort them into folders of at most ${mostEntries}`);
}
