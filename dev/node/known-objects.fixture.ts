import type { KubernetesObject } from '../../src/k8s/object.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

/** Reads the given objects, whatever their namespace; for what needs no more of an API server. */
export function readerOf(...objects: readonly KubernetesObject[]): Pick<KubeClient, 'get'> {
  return {
    get: async <T extends KubernetesObject>({ kind }: { kind: string }, name: string) =>
      objects.find((object) => object.kind === kind && object.metadata.name === name) as T | undefined,
  };
}

export function secretOf(name: string, values: Readonly<Record<string, string>>): KubernetesObject {
  const data = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, ...{ data } };
}

export function configMapOf(name: string, data: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...{ data } };
}
