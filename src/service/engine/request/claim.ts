import { installationAnnotation } from '../../../contract/annotations.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { quayEcosystems } from '../../../k8s/resource.ts';
import type { KubeClient } from '../../kube/client.ts';

/** `NAMESPACE/UID` of the installation's ConfigMap, so that a person can find it. */
export function claimOf({ namespace, uid }: { readonly namespace: string; readonly uid: string }): string {
  return `${namespace}/${uid}`;
}

/** The other installation that claimed the QuayEcosystem; undefined when there is none. */
export function takenBy(ecosystem: QuayEcosystem | undefined, claim: string): string | undefined {
  const taken = ecosystem?.metadata.annotations?.[installationAnnotation];
  return taken === claim ? undefined : taken;
}

/** Claims the QuayEcosystem for this installation and returns it. Of two concurrent claims, one fails with a conflict. */
export async function takeEcosystem(
  client: KubeClient,
  ecosystem: QuayEcosystem,
  claim: string,
): Promise<QuayEcosystem> {
  const { name, namespace = '', resourceVersion, annotations } = ecosystem.metadata;
  if (annotations?.[installationAnnotation] === claim) return ecosystem;
  const body = { metadata: { resourceVersion, annotations: { [installationAnnotation]: claim } } };
  return client.patch(quayEcosystems, { name, namespace }, { type: 'merge', body });
}
