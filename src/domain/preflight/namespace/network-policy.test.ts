import { describe, expect, test } from 'vitest';
import type { NetworkPolicy } from '../../../k8s/networkpolicy.ts';
import { type Change, findingsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { networkPolicy } from './network-policy.ts';

type Spec = NonNullable<NetworkPolicy['spec']>;

function policies(...specs: readonly Spec[]): Change {
  return {
    add: specs.map((spec, index) =>
      fixtureObject('networking.k8s.io/v1', 'NetworkPolicy', `policy-${index}`, { spec }),
    ),
  };
}

function said(change: Change): string {
  return findingsOf(networkPolicy, change)
    .map(({ message }) => message)
    .join('\n');
}

const everything = [
  'from the pods of the migration to the old database',
  'between the pods of the migration',
  'from the new registry to its database',
  'from the new registry to its Redis',
  'from the new registry to Clair',
  'from Clair to its database',
  'from outside the namespace to the new registry',
];
const closed: Spec = { podSelector: {} };
const sameNamespace: Spec = { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] };
const router: Spec = { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { router: '' } } }] }] };

describe('network-policy', () => {
  test.each<[string, Change, readonly string[]]>([
    ['no policy', {}, []],
    ['one that lets nothing in', policies(closed), everything],
    ["OpenShift's usual two: the same namespace and the router", policies(closed, sameNamespace, router), []],
    ['the same namespace alone', policies(closed, sameNamespace), [everything[6] ?? '']],
    ['an empty rule allows all', policies(closed, { podSelector: {}, ingress: [{}] }), []],
    [
      'addresses may be anybody',
      policies({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }),
      [],
    ],
    ['one for other pods', policies({ podSelector: { matchLabels: { app: 'other' } } }), []],
    [
      'the old database, for the old registry alone',
      policies({
        podSelector: { matchLabels: { app: 'quay-operator' } },
        ingress: [{ from: [{ podSelector: { matchLabels: { 'quay-enterprise-cr': 'prod' } } }] }],
      }),
      ['from the pods of the migration to the old database'],
    ],
    ['other ports alone', policies({ podSelector: {}, ingress: [{ ports: [{ port: 9091 }] }] }), everything],
    [
      'ranges of ports, and names',
      policies({ podSelector: {}, ingress: [{ ports: [{ port: 1024, endPort: 65535 }] }] }),
      [],
    ],
    ['a port by name', policies({ podSelector: {}, ingress: [{ ports: [{ port: 'https' }] }] }), []],
    ['nothing may leave', policies({ podSelector: {}, policyTypes: ['Egress'] }), everything.slice(0, 6)],
    [
      'what may leave to pods of the operator',
      policies({
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          { to: [{ podSelector: { matchExpressions: [{ key: 'quay-operator/quayregistry', operator: 'Exists' }] } }] },
        ],
      }),
      everything.slice(0, 2),
    ],
    [
      'of another namespace',
      {
        add: [
          fixtureObject('networking.k8s.io/v1', 'NetworkPolicy', 'x', {
            metadata: { namespace: 'other' },
            spec: closed,
          }),
        ],
      },
      [],
    ],
  ])('%s', (_title, change, expected) => {
    const text = said(change);
    for (const words of everything) expect(text.includes(words), words).toBe(expected.includes(words));
    for (const { severity } of findingsOf(networkPolicy, change)) expect(severity).toBe('warning');
  });

  test.each<[string, 'In' | 'NotIn' | 'DoesNotExist', readonly string[] | undefined, boolean]>([
    ['In', 'In', ['quay-app'], true],
    ['In others', 'In', ['x'], false],
    ['NotIn', 'NotIn', ['quay-app'], false],
    ['DoesNotExist', 'DoesNotExist', undefined, false],
  ])('selects by %s', (_title, operator, values, selected) => {
    const expression = { key: 'quay-component', operator, ...(values && { values }) };
    const text = said(policies({ podSelector: { matchExpressions: [expression] } }));
    expect(text.includes(everything[6] ?? '')).toBe(selected);
  });

  test('says nothing of what is not managed', () => {
    const text = said({ ...policies(closed), choices: { database: 'unmanaged' } });
    expect(text).toContain('to the old database');
    expect(text).not.toContain('from the new registry to its database');
  });
});
