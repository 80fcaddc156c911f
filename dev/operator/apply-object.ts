import { describeObject, type KubernetesObject } from '../../src/k8s/object.ts';
import type { Resource } from '../../src/k8s/resource.ts';
import { ApiError } from '../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { Blocked } from './blocked.ts';

/**
 * Server-side apply by force, with our owner beside those that are there: an apply would otherwise take back owners
 * that it does not name only if it had set them, so the list is merged by uid by the API server.
 */
export async function applyObject<T extends KubernetesObject>(
  client: KubeClient,
  resource: Resource<T>,
  object: T,
): Promise<T> {
  try {
    return await client.apply(resource, object, { fieldManager: 'quay-operator', force: true });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code >= 500) throw error;
    const [kind = ''] = describeObject(object).split(' ');
    const message = error.message.replace(/^PATCH [^:]*: /, '');
    throw new Blocked(
      'ComponentCreationFailed',
      `error creating/updating object ${kind} ${object.metadata.name}: ${message}`,
    );
  }
}
