import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentKinds } from '../../../src/k8s/quayregistry.ts';
import { missingComponents } from './complete-components.ts';
import { inputsOf } from '../registry-inputs.fixture.ts';

function missing(present: readonly (typeof componentKinds)[number][], files: Record<string, string> = {}) {
  const { registry } = inputsOf({});
  const components = present.map((kind) => ({ kind, managed: true }));
  return missingComponents({ registry: { ...registry, spec: { components } }, files, monitoringServed: false });
}

describe('missingComponents', () => {
  it('manages what the cluster has the means for', () => {
    const managed = Object.fromEntries(missing([]).map(({ kind, managed: is }) => [kind, is]));
    expect(managed).toMatchObject({ quay: true, tls: true, route: true, objectstorage: false, monitoring: false });
  });

  it.each(['ssl.cert', 'ssl.key'])('leaves TLS to a bundle with %s', (file) => {
    expect(missing([], { [file]: '' })).toContainEqual({ kind: 'tls', managed: false });
  });

  it('names exactly those that are not there, in the operator’s order', () => {
    fc.assert(
      fc.property(fc.subarray([...componentKinds]), (present) => {
        const expected = componentKinds.filter((kind) => !present.includes(kind));
        expect(missing(present).map(({ kind }) => kind)).toEqual(expected);
      }),
    );
  });
});
