import { describe, expect, it } from 'vitest';
import { target } from '../attempt/attempt.fixture.ts';
import { journalOf } from './journal.fixture.ts';
import { asJournal } from './journal-schema.ts';
import { NewerJournal, inCurrentVersion, journalVersion } from './journal-version.ts';

const { requestedBy: _requestedBy, ...written } = journalOf();

describe('inCurrentVersion', () => {
  it('leaves a journal of today as it is', () => {
    expect(inCurrentVersion(journalOf())).toEqual(journalOf());
  });

  it('reads a journal of version 1, which said askedBy', () => {
    const first = { ...written, schemaVersion: 1, askedBy: 'alice' };
    expect(asJournal(inCurrentVersion(first), target)).toEqual({ ...journalOf(), requestedBy: 'alice' });
  });

  it('refuses a journal of a newer release, and says which version it is', () => {
    const newer = { ...journalOf(), schemaVersion: journalVersion + 1 };
    expect(() => inCurrentVersion(newer)).toThrow(NewerJournal);
    expect(() => inCurrentVersion(newer)).toThrow('schemaVersion is 3; this release reads up to 2');
  });

  it.each([null, 'text', 7, [], {}, { schemaVersion: '9' }, { schemaVersion: 0 }])(
    'leaves %j, which is no journal, to the schema',
    (value) => {
      expect(inCurrentVersion(value)).toEqual(value);
      expect(() => asJournal(inCurrentVersion(value), target)).toThrow();
    },
  );
});
