import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { quayEcosystems, selfSubjectAccessReviews, selfSubjectReviews } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { Rejection } from './rejection.ts';

/** Reads the QuayEcosystem with the rights of the caller. */
export async function readEcosystem(
  caller: KubeClient,
  target: { readonly namespace: string; readonly name: string },
): Promise<QuayEcosystem> {
  const ecosystem = await caller.get(quayEcosystems, target.name, target.namespace);
  if (ecosystem === undefined) throw notFound(target);
  return ecosystem;
}

export function notFound({ namespace, name }: { readonly namespace: string; readonly name: string }): Rejection {
  return new Rejection(404, 'NotFound', `QuayEcosystem ${name} does not exist in namespace ${namespace}.`);
}

/** Whether the caller may set the label and annotations that request a migration or a rollback. */
export async function mayRequest(
  caller: KubeClient,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<{ readonly allowed: boolean; readonly reason: string }> {
  const { group, plural: resource } = quayEcosystems;
  const review = await caller.create(selfSubjectAccessReviews, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: { name: '' },
    spec: { resourceAttributes: { group, resource, verb: 'patch', namespace, name } },
  });
  if (review.status?.allowed === true) return { allowed: true, reason: '' };
  return {
    allowed: false,
    reason:
      `You need permission to patch QuayEcosystem ${name} in namespace ${namespace}. ` +
      'Ask an administrator of the namespace to grant it.',
  };
}

/** The user name according to the API server, including impersonation. */
export async function userOf(caller: KubeClient): Promise<string> {
  const review = await caller.create(selfSubjectReviews, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'SelfSubjectReview',
    metadata: { name: '' },
  });
  return review.status?.userInfo?.username ?? 'unknown';
}
