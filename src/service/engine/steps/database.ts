import { Proof } from '../../../contract/proof.ts';
import { proofTotals } from '../../../contract/proof-totals.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { copyAgain, copyNotDone } from '../jobs/copy-run.ts';
import { reportOf } from '../jobs/report-run.ts';
import { type StepOutcome, StepFailure, done, wait } from '../attempt/step-outcome.ts';
import { assertFrozen } from './freeze.ts';

/**
 * A server of PostgreSQL 9.6, which the legacy operator ran, cannot be upgraded in place for Quay 3.15 and newer: to keep
 * it would be refused, and is not recommended.
 */
export function remedyOf({ journal }: Pick<Attempt, 'journal'>): string {
  const major = Number.parseInt(journal.source?.serverVersion ?? '', 10);
  const keep = '; or go on with the database unmanaged: annotation quay-migration/database: unmanaged';
  return `The old database was only read. Mend what the message names, then ask again${major >= 10 ? keep : ''}.`;
}

/**
 * Copies the old database into the volume of the new one, or brings the first copy up to date, and takes the proof of
 * equality into the journal.
 */
export async function database(attempt: Attempt): Promise<StepOutcome> {
  const { work } = await attempt.plan();
  if (work.copy === undefined) return done('the database stays where it is');
  await assertFrozen(attempt);
  const notDone = await copyNotDone(attempt, work.copy, remedyOf(attempt));
  if (notDone !== undefined) return wait(notDone);
  const proof = await reportOf(attempt, work.copy, { kind: 'proof', schema: Proof });
  if (proof === undefined) {
    const unread = `the proof of Job ${attempt.namespace}/${work.copy.metadata.name} cannot be read whole`;
    return wait(await copyAgain(attempt, unread, remedyOf(attempt)));
  }
  await attempt.update({ proof });
  assertEqual(proof);
  const { tables, rows, sequences } = proofTotals(proof);
  return done(`${tables} tables with ${rows} rows and ${sequences} sequences are equal`);
}

function assertEqual(proof: Proof): void {
  if (proof.equal) return;
  const unequal = proof.tables.filter((table) => !table.equal).map((table) => table.table);
  throw new StepFailure(
    `the copy is not equal to the old database: ${unequal.join(', ') || 'sequences or definitions differ'}`,
    'Nothing of the copy is used. Make sure that nobody writes to the old database, then ask again.',
  );
}
