import * as kinds from '../../../k8s/resource.ts';
import type { KubeClient } from '../client.ts';

/**
 * Reads facts outside of the ecosystem's namespace: operators, storage classes, CRDs, and the rights of an operator's
 * ServiceAccount. None of them is secret.
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

/** A client that can only read these kinds, in any namespace, and create access reviews. */
export function clusterFacts(client: ClusterFacts): ClusterFacts {
  const assertFact = (resource: kinds.Resource): void => {
    if (factKinds.includes(resource)) return;
    throw new Error(`${resource.kind} is not a fact of the cluster; read it in its namespace`);
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
    // An access review: nothing is stored.
    create: async (resource, object, options) => {
      if (resource.kind === kinds.localSubjectAccessReviews.kind) return client.create(resource, object, options);
      throw new Error(`a reader of cluster facts cannot create a ${resource.kind}`);
    },
  };
}
