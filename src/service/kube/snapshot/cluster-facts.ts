import * as kinds from '../../../k8s/resource.ts';
import type { KubeClient } from '../client.ts';

/**
 * Reads what is not of one namespace: operators, storage classes, CRDs, and what an operator's account may do. Nothing of
 * it is a secret.
 */
export type ClusterFacts = Pick<KubeClient, 'get' | 'list' | 'create'>;

const factKinds: readonly kinds.Resource[] = [
  kinds.clusterServiceVersions,
  kinds.subscriptions,
  kinds.deployments,
  kinds.storageClasses,
  kinds.customResourceDefinitions,
  kinds.volumeAttachments,
  kinds.namespaces,
  kinds.imageContentSourcePolicies,
  kinds.imageDigestMirrorSets,
  kinds.imageTagMirrorSets,
];

/** A client that reads these kinds, wherever they are, asks what an account may do, and does nothing else. */
export function clusterFacts(client: ClusterFacts): ClusterFacts {
  const assertFact = (resource: kinds.Resource): void => {
    if (factKinds.includes(resource)) return;
    throw new Error(`${resource.kind} is no fact of the cluster: it is read in the namespace that it belongs to`);
  };
  return {
    get: async (resource, name, namespace) => {
      assertFact(resource);
      return client.get(resource, name, namespace);
    },
    list: async (resource, selection) => {
      assertFact(resource);
      return client.list(resource, selection);
    },
    // A question: nothing is stored.
    create: async (resource, object, options) => {
      if (resource.kind === kinds.localSubjectAccessReviews.kind) return client.create(resource, object, options);
      throw new Error(`${resource.kind} is not created by who reads facts of the cluster`);
    },
  };
}
