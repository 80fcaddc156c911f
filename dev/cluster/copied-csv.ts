import { clusterServiceVersions } from '../../src/k8s/resource.ts';
import { isAlreadyExists } from '../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { operatorNamespace } from './operator-objects.ts';

/**
 * OLM lays a copy of the CSV of an operator for all namespaces into each of them: by it a namespace administrator sees
 * which operators serve there.
 */
export async function copyServiceVersions(client: KubeClient, namespace: string): Promise<void> {
  for (const original of await client.list(clusterServiceVersions, { namespace: operatorNamespace })) {
    const { name } = original.metadata;
    // It leaves out which namespaces the operator watches.
    const { 'olm.targetNamespaces': _watched, ...annotations } = original.metadata.annotations ?? {};
    const metadata = { name, namespace, annotations, labels: { 'olm.copiedFrom': operatorNamespace } };
    try {
      const copy = await client.create(clusterServiceVersions, { ...original, metadata });
      const body = { status: { ...original.status, reason: 'Copied' } };
      await client.patch(clusterServiceVersions, copy.metadata, { type: 'merge', body }, { subresource: 'status' });
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
  }
}
