import { migrationLabels } from '../../../domain/migration-names.ts';
import { secrets } from '../../../k8s/resource.ts';
import { journalType } from '../journal/journal-names.ts';
import type { Reach } from '../journal/reach.ts';

/**
 * Names of the journals that an earlier version of this product left in the ecosystem's own namespace. Anyone who may
 * write Secrets there may have forged them, so they are not opened; only their existence matters.
 */
export async function earlierJournals({ client, target }: Reach): Promise<readonly string[]> {
  const selection = { namespace: target.namespace, fieldSelector: `type=${journalType}`, metadataOnly: true };
  const found = await client.list(secrets, selection);
  // Not by a label selector: the name of an ecosystem may not be a valid label value.
  return found
    .filter(({ metadata }) => metadata.labels?.[migrationLabels.ecosystem] === target.name)
    .map(({ metadata }) => metadata.name);
}
