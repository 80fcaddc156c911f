/** The schema version of new journals. Raised whenever an older release would misread a newer journal. */
export const journalVersion = 2;

type Stored = Readonly<Record<string, unknown>>;

/** Converts a journal of an older version to the next version. */
const upgrades: Readonly<Record<number, (journal: Stored) => Stored>> = {
  1: ({ askedBy, ...journal }) => ({ ...journal, requestedBy: askedBy }),
};

/** The journal was written by a newer release, so this one cannot interpret it. */
export class NewerJournal extends Error {
  constructor(version: number) {
    super(`schemaVersion is ${version}; this release reads up to ${journalVersion}`);
  }
}

/**
 * Converts a stored journal to the current version. Throws NewerJournal; a value that is not a journal is returned
 * unchanged.
 */
export function inCurrentVersion(value: unknown): unknown {
  if (!isStored(value)) return value;
  const { schemaVersion: version } = value;
  if (typeof version !== 'number') return value;
  if (version > journalVersion) throw new NewerJournal(version);
  const upgrade = upgrades[version];
  return upgrade === undefined ? value : inCurrentVersion({ ...upgrade(value), schemaVersion: version + 1 });
}

function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
