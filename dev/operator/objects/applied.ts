import type { KubernetesObject } from '../../../src/k8s/object.ts';
import type { Resource } from '../../../src/k8s/resource.ts';

/** An object that the operator applies on every pass. */
export type Applied = readonly [Resource, KubernetesObject];
