import type { KubernetesObject } from '../../src/k8s/object.ts';
import type { Resource } from '../../src/k8s/resource.ts';
import { ApiError } from '../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { Blocked } from './checks/blocked.ts';
import type { VersionFacts } from './version-facts.ts';

/**
 * Server-side apply by force. The API server merges the list of owners by uid, so ours comes beside those that are
 * there. What it refuses blocks the roll-out, in its own words; what it could not answer is tried again.
 */
export async function applyObject<T extends KubernetesObject>(
  { client, facts }: { readonly client: KubeClient; readonly facts: VersionFacts },
  resource: Resource<T>,
  object: T,
): Promise<void> {
  try {
    await client.apply(resource, object, { fieldManager: 'quay-operator', force: true });
  } catch (error) {
    throw refusal(facts, object, error);
  }
}

/** The API server's no to an object as what blocks the roll-out; any other error as it is. */
export function refusal(facts: VersionFacts, { kind, metadata }: KubernetesObject, error: unknown): Error {
  if (!(error instanceof ApiError)) return error instanceof Error ? error : new Error(String(error));
  if (error.code >= 500) return error;
  const words = error.message.replace(/^[A-Z]+ [^:]*: /, '');
  return new Blocked('ComponentCreationFailed', facts.applyRefused(kind, metadata.name) + words);
}
