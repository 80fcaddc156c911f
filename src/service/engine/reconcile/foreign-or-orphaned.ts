import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { claimOf, takenBy } from '../request/claim.ts';
import type { StoredJournal } from '../journal/journal.ts';
import { isOpen } from '../journal/journal-protection.ts';
import { heldByOrphanedFinalizer } from './orphaned-finalizers.ts';
import { publishConditions } from '../status/publish.ts';
import type { Reach } from '../journal/reach.ts';
import type { Reconciliation } from './reconciliation.ts';
import { foreignJournal, takenByAnother } from '../status/inaction.ts';

/**
 * Why this installation must not act: another installation's migration, or the remains of a migration whose journal is
 * gone. Undefined when there is no such reason.
 */
export async function foreignOrOrphaned(
  { installation, onForeign }: Pick<Reconciliation, 'installation' | 'onForeign'>,
  reach: Reach,
  ecosystem: QuayEcosystem | undefined,
  latest: StoredJournal | undefined,
): Promise<'foreign' | 'orphaned' | undefined> {
  const another = takenBy(ecosystem, claimOf({ namespace: reach.journals.namespace, uid: installation.uid }));
  const foreign = latest !== undefined && latest.journal.installation !== installation.uid;
  const taken = another !== undefined && (latest === undefined || !isOpen(latest.journal));
  if (!foreign && !taken) {
    const orphaned = latest === undefined && (await heldByOrphanedFinalizer(reach, ecosystem));
    return orphaned ? 'orphaned' : undefined;
  }
  onForeign(reach.target);
  if (ecosystem !== undefined) {
    await publishOnce(reach, ecosystem, taken ? takenByAnother(another) : latest && foreignJournal(latest.journal));
  }
  return 'foreign';
}

/** Writes a status only where there is none: two installations that both write it would overwrite each other forever. */
async function publishOnce(
  { client }: Reach,
  ecosystem: QuayEcosystem,
  stated: ReturnType<typeof takenByAnother> | undefined,
): Promise<void> {
  const said = ecosystem.status?.conditions?.some(({ type }) => type === 'QuayMigration') === true;
  if (!said && stated !== undefined) await publishConditions(client, ecosystem, [stated]);
}
