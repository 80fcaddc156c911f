import { expect, test } from 'vitest';
import type { SourceReport } from '../../../contract/source-report.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { remedyOf } from './database.ts';

function remedyFor(serverVersion: string | undefined): string {
  const source: SourceReport = {
    ...{ schemaVersion: 1, writer: 'pod', encoding: 'UTF8', collation: 'C', revision: '04b9d2191450' },
    ...{ tables: 92, rowsEstimated: 1, bytes: 1, serverVersion: serverVersion ?? '' },
  };
  return remedyOf({ journal: journalOf(serverVersion === undefined ? {} : { source }) });
}

test.each(['10.23', '13.22'])('a database of PostgreSQL %s may stay where it is', (version) => {
  expect(remedyFor(version)).toContain(
    'keep the database unmanaged with the annotation quay-migration/database: unmanaged',
  );
});

test.each(['9.6.24', '', undefined])('one of PostgreSQL %s is not recommended to stay', (version) => {
  expect(remedyFor(version)).toMatch(/^The source database was not modified\..* then request the migration again\.$/);
});
