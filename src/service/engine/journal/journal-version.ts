/** The schema version that is written. Raised whenever an older release would misread what a newer one writes. */
export const journalVersion = 2;

type Stored = Readonly<Record<string, unknown>>;

/** How a journal of each older version becomes one of the next. */
const upgrades: Readonly<Record<number, (journal: Stored) => Stored>> = {
  1: ({ askedBy, ...journal }) => ({ ...journal, requestedBy: askedBy }),
};

/** The journal was written by a newer release: what it means is not known here. */
export class NewerJournal extends Error {
  constructor(version: number) {
    super(`schemaVersion is ${version}; this release reads up to ${journalVersion}`);
  }
}

/**
 * A stored journal in the form of today, whatever release wrote it. Throws NewerJournal; what is no journal at all is
 * returned as it is.
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
