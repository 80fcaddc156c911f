import { quayEcosystems } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';

/** On which people delete the QuayEcosystem, as the documentation tells them. */
export const completeLabel = 'quay-operator/migration-complete';

/** The official label says that the QuayEcosystem may be deleted: after a rollback that would be a lie. */
export async function takeCompleteLabelOff(attempt: Attempt): Promise<void> {
  const ecosystem = await attempt.client.get(quayEcosystems, attempt.name, attempt.namespace);
  if (ecosystem?.metadata.labels?.[completeLabel] === undefined) return;
  const body = { metadata: { labels: { [completeLabel]: null } } };
  await attempt.change(quayEcosystems, ecosystem, { type: 'merge', body });
}
