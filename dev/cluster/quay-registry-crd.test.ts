import { beforeAll, describe, expect, it } from 'vitest';
import { type CustomResourceDefinition, schemaAt } from '../../src/k8s/customresourcedefinition.ts';
import { readCustomResources } from './custom-resources.ts';
import { asOfOperator } from './quay-registry-crd.ts';

let crds: CustomResourceDefinition[];
let registry: CustomResourceDefinition;

beforeAll(async () => {
  crds = (await readCustomResources()).filter((object) => object.kind === 'CustomResourceDefinition');
  const found = crds.find((crd) => crd.metadata.name === 'quayregistries.quay.redhat.com');
  if (found === undefined) throw new Error('no CRD of QuayRegistry');
  registry = found;
});

function has(minor: number, ...path: string[]): boolean {
  return schemaAt(asOfOperator(registry, minor), 'v1', path) !== undefined;
}

describe('asOfOperator', () => {
  const overrides: [string, number][] = [
    ['resources', 11],
    ['storageClassName', 16],
    ['securityContext', 17],
  ];
  it.each(overrides)('%s is an override since 3.%i', (field, minor) => {
    const path = ['spec', 'components', '*', 'overrides', field];
    expect([has(minor - 1, ...path), has(minor, ...path)]).toEqual([false, true]);
    expect(has(minor - 1, 'spec', 'components', '*', 'overrides', 'volumeSize')).toBe(true);
  });

  it('observedGeneration and the checks of the API server come with 3.17', () => {
    const component = ['spec', 'components', '*'] as const;
    expect([has(16, 'status', 'observedGeneration'), has(17, 'status', 'observedGeneration')]).toEqual([false, true]);
    const kindOf = (minor: number) => schemaAt(asOfOperator(registry, minor), 'v1', [...component, 'kind']);
    expect(kindOf(16)).toEqual({ type: 'string' });
    expect(kindOf(17)?.enum).toHaveLength(11);
    expect(schemaAt(asOfOperator(registry, 16), 'v1', component)).not.toHaveProperty('x-kubernetes-validations');
  });

  it('changes neither its argument nor another CRD', () => {
    const before = structuredClone(crds);
    for (const crd of crds.filter((one) => one !== registry)) expect(asOfOperator(crd, 9)).toBe(crd);
    asOfOperator(registry, 9);
    expect(crds).toEqual(before);
  });
});
