import { quayEcosystems } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';

/** The official label after which, according to the Quay documentation, the QuayEcosystem can be deleted. */
export const completeLabel = 'quay-operator/migration-complete';

/** After a rollback the QuayEcosystem must not be deleted, so the label has to go. */
export async function removeCompleteLabel(attempt: Attempt): Promise<void> {
  const ecosystem = await attempt.client.get(quayEcosystems, attempt.name, attempt.namespace);
  if (ecosystem?.metadata.labels?.[completeLabel] === undefined) return;
  const body = { metadata: { labels: { [completeLabel]: null } } };
  await attempt.change(quayEcosystems, ecosystem, { type: 'merge', body });
}
