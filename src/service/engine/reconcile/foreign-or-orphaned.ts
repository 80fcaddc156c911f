import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { claimOf, takenBy } from '../request/claim.ts';
import type { StoredJournal } from '../journal/journal.ts';
import { isOpen } from '../journal/journal-protection.ts';
import { heldByOrphanedFinalizer } from './orphaned-finalizers.ts';
import { publishConditions } from '../status/publish.ts';
import type { Reach } from '../journal/reach.ts';
import type { Reconciliation } from './reconciliation.ts';
import { foreignJournal, takenByAnother } from '../status/standstill.ts';

/**
 * Another installation's migration, and what is left of one whose journal is gone, are nothing to act on. Undefined where
 * there is no reason to keep off.
 */
export async function foreignOrOrphaned(
  { installation, onForeign }: Pick<Reconciliation, 'installation' | 'onForeign'>,
  reach: Reach,
  ecosystem: QuayEcosystem | undefined,
  latest: StoredJournal | undefined,
): Promise<'foreign' | 'standstill' | undefined> {
  const another = takenBy(ecosystem, claimOf({ namespace: reach.journals.namespace, uid: installation.uid }));
  const foreign = latest !== undefined && latest.journal.installation !== installation.uid;
  const taken = another !== undefined && (latest === undefined || !isOpen(latest.journal));
  if (!foreign && !taken) {
    const orphaned = latest === undefined && (await heldByOrphanedFinalizer(reach, ecosystem));
    return orphaned ? 'standstill' : undefined;
  }
  onForeign(reach.target);
  if (ecosystem !== undefined) {
    await sayOnce(reach, ecosystem, taken ? takenByAnother(another) : latest && foreignJournal(latest.journal));
  }
  return 'foreign';
}

/** The status is the other's to write: two that write it would never come to an end. Said only where nothing is said. */
async function sayOnce(
  { client }: Reach,
  ecosystem: QuayEcosystem,
  stated: ReturnType<typeof takenByAnother> | undefined,
): Promise<void> {
  const said = ecosystem.status?.conditions?.some(({ type }) => type === 'QuayMigration') === true;
  if (!said && stated !== undefined) await publishConditions(client, ecosystem, [stated]);
}
