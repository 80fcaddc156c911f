import type { KubernetesObject, OwnerReference } from '../../../src/k8s/object.ts';
import { type Resource, apiVersionOf } from '../../../src/k8s/resource.ts';

/** An object with its kind's own fields, as it goes to the API server. */
export type AnyObject = KubernetesObject & Readonly<Record<string, unknown>>;

/** An object to create, and the kind that it is of. */
export interface Produced {
  readonly resource: Resource;
  readonly object: AnyObject;
}

/** The QuayEcosystem that everything belongs to. */
export interface Owner {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
}

/** Values of the label that tells the parts apart; some objects carry the one of their predecessor, or none. */
export type ComponentLabel =
  'app' | 'config' | 'mirror-app' | 'clair' | 'redis' | 'quay-database' | 'clair-database' | undefined;

/** The labels of an object, and, with a component, what Services and Deployments select by. */
export function legacyLabels(ecosystem: string, component: ComponentLabel): Readonly<Record<string, string>> {
  return {
    app: 'quay-operator',
    'quay-enterprise-cr': ecosystem,
    ...(component !== undefined && { 'quay-enterprise-component': component }),
  };
}

/** Puts an object into the owner's namespace, with the controller reference that the legacy operator sets. */
export function owned(
  owner: Owner,
  resource: Resource,
  metadata: { readonly name: string; readonly component: ComponentLabel },
  content: Readonly<Record<string, unknown>>,
): Produced {
  const reference: OwnerReference = {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    name: owner.name,
    uid: owner.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const labels = legacyLabels(owner.name, metadata.component);
  return produced(resource, { ...owner, name: metadata.name, labels, ownerReferences: [reference] }, content);
}

/** An object of nobody's: what the administrator made. */
export function produced(
  resource: Resource,
  { name, namespace, labels, ownerReferences }: Omit<Produced['object']['metadata'], 'uid'>,
  content: Readonly<Record<string, unknown>>,
): Produced {
  const metadata = {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels }),
    ...(ownerReferences && { ownerReferences }),
  };
  return { resource, object: { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata, ...content } };
}

/** Plain texts as the data of a Secret. */
export function secretData(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, Buffer.from(text, 'utf8').toString('base64')]),
  );
}
