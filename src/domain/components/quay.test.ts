import { describe, expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import type { ComponentDecision } from './decision.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import { fixtureObject, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { quay } from './quay.ts';

function decide(spec: object): ComponentDecision {
  const quiet = JSON.stringify(spec).includes('enableRepoMirroring');
  return quay(
    prodFacts({ ecosystem: { spec }, remove: quiet ? ['Deployment/prod-quay-repomirror'] : [] }),
    defaultChoices,
  );
}

const noMirror = { enableRepoMirroring: false };

test('is always managed, and changes no setting', () => {
  expect(decide({})).toEqual({
    kind: 'quay',
    managed: true,
    reason: 'Quay itself is always managed',
    configChanges: [],
  });
});

describe('replicas', () => {
  test.each<[string, object, number | undefined]>([
    ['belong to the autoscaler', { quay: { replicas: 3 } }, undefined],
    ['come along without one, Clair being off', { quay: { replicas: 3 }, clair: { enabled: false } }, 3],
    ['come along without one, mirroring being off', { quay: { ...noMirror, replicas: 3 } }, 3],
    ['that are not given are not made up', { quay: { ...noMirror, replicas: null } }, undefined],
    ['of a registry that is scaled down are no size', { quay: { ...noMirror, replicas: 0 } }, undefined],
    ['below zero are none', { quay: { ...noMirror, replicas: -1 } }, undefined],
    ['that are no whole number are none', { quay: { ...noMirror, replicas: 1.5 } }, undefined],
    ['that are no number are none', { quay: { ...noMirror, replicas: 'two' } }, undefined],
  ])('%s', (_title, spec, replicas) => {
    expect(decide(spec).overrides?.replicas).toBe(replicas);
  });
});

describe('variables', () => {
  test('come along, with where their values come from', () => {
    const envVars = [
      { name: 'IGNORE_VALIDATION', value: 'true' },
      { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ];
    expect(decide({ quay: { envVars } }).overrides).toEqual({ env: envVars });
  });

  test.each([
    'QE_K8S_CONFIG_SECRET',
    'QE_K8S_NAMESPACE',
    'QUAY_VERSION',
    'QUAYENTRY',
    'EncryptedRobotTokenMigrationPhase',
  ])('%s is left to the operator, and people are told', (name) => {
    const decision = decide({
      quay: {
        envVars: [
          { name, value: 'x' },
          { name: `${name}_X`.replace(/^QE_K8S/, 'MY'), value: 'y' },
        ],
      },
    });
    expect(decision.overrides?.env?.map((variable) => variable.value)).toEqual(['y']);
    expect(decision.reason).toContain(name);
  });

  test('without a name are left out', () => {
    expect(
      decide({ quay: { envVars: [{ value: 'x' }, { name: '', value: 'y' }, { name: 7 }] } }).overrides,
    ).toBeUndefined();
  });

  test('that are no list are none', () => {
    expect(decide({ quay: { envVars: 'A=b' } }).overrides).toBeUndefined();
  });
});

describe('proxies, log level and workers', () => {
  const svc = '.svc,.svc.cluster.local';

  test.each<[string, object[], object[]]>([
    ['a log level', [{ name: 'DEBUGLOG', value: 'true' }], [{ name: 'DEBUGLOG', value: 'true' }]],
    ['workers', [{ name: 'WORKER_COUNT_WEB', value: '4' }], [{ name: 'WORKER_COUNT_WEB', value: '4' }]],
    [
      'a proxy, past which the new Services are reached',
      [{ name: 'HTTPS_PROXY', value: 'http://p:1' }],
      [
        { name: 'HTTPS_PROXY', value: 'http://p:1' },
        { name: 'NO_PROXY', value: `${svc},quay.example.com` },
      ],
    ],
    [
      'a proxy with exceptions',
      [
        { name: 'https_proxy', value: 'http://p:1' },
        { name: 'no_proxy', value: 'a.example.com, .svc' },
      ],
      [
        { name: 'https_proxy', value: 'http://p:1' },
        { name: 'no_proxy', value: 'a.example.com, .svc,.svc.cluster.local' },
      ],
    ],
    [
      'a proxy with all exceptions that it needs',
      [
        { name: 'HTTP_PROXY', value: 'http://p:1' },
        { name: 'NO_PROXY', value: 'svc,cluster.local' },
      ],
      [
        { name: 'HTTP_PROXY', value: 'http://p:1' },
        { name: 'NO_PROXY', value: 'svc,cluster.local' },
      ],
    ],
    [
      'exceptions whose value is elsewhere',
      [
        { name: 'HTTP_PROXY', value: 'http://p:1' },
        { name: 'NO_PROXY', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
      ],
      [
        { name: 'HTTP_PROXY', value: 'http://p:1' },
        { name: 'NO_PROXY', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
      ],
    ],
    ['exceptions without a proxy', [{ name: 'NO_PROXY', value: 'a' }], [{ name: 'NO_PROXY', value: 'a' }]],
  ])('%s', (_title, envVars, env) => {
    expect(decide({ quay: { envVars } }).overrides).toEqual({ env });
  });
});

describe('resources', () => {
  const crd = (fields: object): KubernetesObject =>
    fixtureObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'quayregistries.quay.redhat.com', {
      metadata: { namespace: undefined },
      spec: {
        versions: [
          {
            name: 'v1',
            schema: {
              openAPIV3Schema: {
                properties: {
                  spec: {
                    properties: { components: { items: { properties: { overrides: { properties: fields } } } } },
                  },
                },
              },
            },
          },
        ],
      },
    });
  const decideWith = (fields: object, spec: object): object | undefined =>
    quay(prodFacts({ add: [crd(fields)], ecosystem: { spec } }), defaultChoices).overrides;
  const known = { resources: {}, affinity: {}, env: {} };
  const enough = { requests: { cpu: '4' }, limits: { memory: '16Gi' } };

  test.each<[string, object, object, object | undefined]>([
    ['where the CRD has them', known, enough, { resources: enough }],
    ['not where it lacks them', { env: {} }, enough, undefined],
    ['requests alone', known, { requests: { memory: '1Gi' } }, { resources: { requests: { memory: '1Gi' } } }],
    ['not with too little memory for a Quay of today', known, { limits: { memory: '2Gi' } }, undefined],
    ['not what is empty', known, { requests: {} }, undefined],
    ['nothing else that stands there', known, { ...enough, claims: [] }, { resources: enough }],
  ])('%s', (_title, fields, resources, overrides) => {
    expect(decideWith(fields, { quay: { resources } })).toEqual(overrides);
  });

  test('the nodes that the old pods ran on, with the pods kept apart as the operator does', () => {
    const overrides = decideWith(known, { quay: { nodeSelector: { role: 'infra', zone: 'a' } } });
    expect(overrides).toEqual({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: 'role', operator: 'In', values: ['infra'] },
                  { key: 'zone', operator: 'In', values: ['a'] },
                ],
              },
            ],
          },
        },
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: {
                labelSelector: {
                  matchLabels: { 'quay-component': 'quay-app', 'quay-operator/quayregistry': 'prod' },
                },
                topologyKey: 'kubernetes.io/hostname',
              },
            },
          ],
        },
      },
    });
  });

  test('not onto nodes that need a toleration, which no override carries', () => {
    const spec = { quay: { nodeSelector: { role: 'infra' }, tolerations: [{ key: 'infra', operator: 'Exists' }] } };
    expect(decideWith(known, spec)).toBeUndefined();
  });
});

test('a QuayEcosystem without spec.quay', () => {
  expect(decide({ quay: null }).overrides).toBeUndefined();
});
