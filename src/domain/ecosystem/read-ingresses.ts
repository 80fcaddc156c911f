import type { Ingress } from '../../k8s/ingress.ts';
import { ingresses } from '../../k8s/resource.ts';
import { type Snapshot, objectsOf } from '../snapshot.ts';

/** Dumps of OpenShift 4.3 to 4.8 write Ingresses as `extensions/v1beta1`; a cluster of today has them as v1. */
const oldIngresses = { ...ingresses, group: 'extensions', version: 'v1beta1' };

/** The Ingresses of the ecosystem's namespace, in whichever version they were read. */
export function readIngresses(snapshot: Snapshot): readonly Ingress[] {
  return [...objectsOf(snapshot, ingresses), ...objectsOf(snapshot, oldIngresses)].filter(
    ({ metadata }) => metadata.namespace === snapshot.namespace,
  );
}
