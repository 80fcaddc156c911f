import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { largerQuantity } from '../../ecosystem/quantity.ts';

/** quay-operator 3.9 to 3.18 requests at least this, and rejects a smaller override. */
export const smallestVolume = '50Gi';

/** The size of the new database volume: that of the old one, but not less than quay-operator requests. */
export function volumeSizeFor(facts: EcosystemFacts): string {
  const { volumeSize, claim } = facts.database;
  const sizes = [volumeSize, claim?.spec?.resources?.requests?.storage, claim?.status?.capacity?.storage];
  return sizes.reduce<string>(
    (largest, size) => (size === undefined ? largest : largerQuantity(largest, size)),
    smallestVolume,
  );
}
