import { expect, test } from 'vitest';
import { type Change, findingsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { operatorSeveral } from './operator-several.ts';

function another(version: string, rest: { targets?: string; phase?: string } = {}): Change {
  return {
    add: [
      fixtureObject('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', `quay-operator.v${version}`, {
        metadata: { namespace: 'quay-test', annotations: { 'olm.targetNamespaces': rest.targets ?? '' } },
        spec: {
          version,
          customresourcedefinitions: { owned: [{ name: 'quayregistries.quay.redhat.com' }] },
          install: { spec: { deployments: [{ name: 'quay-operator-tng' }] } },
        },
        status: { phase: rest.phase ?? 'Succeeded' },
      }),
    ],
  };
}

test.each<[string, Change, readonly string[]]>([
  ['one operator', {}, []],
  ['an older one for all namespaces', another('3.9.1'), ['3.9.1']],
  ['a newer one: the other is told', another('3.18.0'), ['3.17.4']],
  ['one for other namespaces', another('3.9.1', { targets: 'quay-test' }), []],
  ['one that is being replaced', another('3.9.1', { phase: 'Replacing' }), []],
])('%s', (_title, change, versions) => {
  const findings = findingsOf(operatorSeveral, change);
  expect(findings.map(({ message }) => / is quay-operator (\S+), and/.exec(message)?.[1])).toEqual(versions);
  for (const finding of findings) expect(finding).toMatchObject({ severity: 'warning', id: 'operator-several' });
});

test('says how to stop the other one', () => {
  const [finding] = findingsOf(operatorSeveral, another('3.9.1'));
  expect(finding?.remedy).toContain('oc scale deployment quay-operator-tng -n quay-test --replicas=0');
});
