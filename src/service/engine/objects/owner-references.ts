import type { KubernetesObject, OwnerReference } from '../../../k8s/object.ts';

/** The owner references without those to `uid`; undefined where there is none to it, and so nothing to change. */
export function ownersWithout(object: KubernetesObject, uid: string): readonly OwnerReference[] | undefined {
  const owners = object.metadata.ownerReferences ?? [];
  const kept = owners.filter((owner) => owner.uid !== uid);
  return kept.length === owners.length ? undefined : kept;
}

/** The owner references with `owner` among them; undefined where it is there already. */
export function ownersWith(object: KubernetesObject, owner: OwnerReference): readonly OwnerReference[] | undefined {
  const owners = object.metadata.ownerReferences ?? [];
  return owners.some(({ uid }) => uid === owner.uid) ? undefined : [...owners, owner];
}
