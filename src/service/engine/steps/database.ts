import { Proof } from '../../../contract/proof.ts';
import { proofTotals } from '../../../contract/proof-totals.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { copyAgain, copyPendingReason } from '../jobs/copy-run.ts';
import { reportOf } from '../jobs/report-run.ts';
import { type StepOutcome, StepFailure, done, wait } from '../attempt/step-outcome.ts';
import { assertFrozen } from './freeze.ts';

/**
 * Suggests the unmanaged database only for PostgreSQL 10 and newer: PostgreSQL 9.6, which the legacy operator ran,
 * cannot be upgraded in place for Quay 3.15 and newer, and preflight would block it.
 */
export function remedyOf({ journal }: Pick<Attempt, 'journal'>): string {
  const major = Number.parseInt(journal.source?.serverVersion ?? '', 10);
  const keep = ' Or keep the database unmanaged with the annotation quay-migration/database: unmanaged.';
  return (
    'The source database was not modified. Fix the reported problem, then request the migration again.' +
    (major >= 10 ? keep : '')
  );
}

/**
 * Copies the source database into the volume of the target database, or updates the pre-copy, and stores the proof of
 * equality in the journal.
 */
export async function database(attempt: Attempt): Promise<StepOutcome> {
  const { work } = await attempt.plan();
  if (work.copy === undefined) return done('the database is not copied');
  await assertFrozen(attempt);
  const pending = await copyPendingReason(attempt, work.copy, remedyOf(attempt));
  if (pending !== undefined) return wait(pending);
  const proof = await reportOf(attempt, work.copy, { kind: 'proof', schema: Proof });
  if (proof === undefined) {
    const unread = `the proof of Job ${attempt.namespace}/${work.copy.metadata.name} could not be read completely`;
    return wait(await copyAgain(attempt, unread, remedyOf(attempt)));
  }
  await attempt.update({ proof });
  assertEqual(proof);
  const { tables, rows, sequences } = proofTotals(proof);
  return done(`${tables} tables with ${rows} rows and ${sequences} sequences are equal in both databases`);
}

function assertEqual(proof: Proof): void {
  if (proof.equal) return;
  const unequal = proof.tables.filter((table) => !table.equal).map((table) => table.table);
  throw new StepFailure(
    `the target database differs from the source database: ${unequal.join(', ') || 'sequences or definitions differ'}`,
    'The copy is not used. Make sure that nothing writes to the source database, then request the migration again.',
  );
}
