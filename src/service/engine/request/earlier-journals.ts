import { migrationLabels } from '../../../domain/migration-names.ts';
import { secrets } from '../../../k8s/resource.ts';
import { journalType } from '../journal/journal-names.ts';
import type { Reach } from '../journal/reach.ts';

/**
 * Names of the journals that an earlier version of this product has left in the ecosystem's own namespace. Whoever may
 * write Secrets there may have written them, so they are not opened: that they are there is all that is looked at.
 */
export async function earlierJournals({ client, target }: Reach): Promise<readonly string[]> {
  const selection = { namespace: target.namespace, fieldSelector: `type=${journalType}`, metadataOnly: true };
  const found = await client.list(secrets, selection);
  // Not by a selector: a name need not be legal as the value of a label.
  return found
    .filter(({ metadata }) => metadata.labels?.[migrationLabels.ecosystem] === target.name)
    .map(({ metadata }) => metadata.name);
}
