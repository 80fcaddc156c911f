import { describe, expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import type { ComponentDecision } from './decision.ts';
import { prodFacts } from '../ecosystem/prod-registry.fixture.ts';
import { quay } from './quay.ts';

function decide(spec: object): ComponentDecision {
  return quay(prodFacts({ ecosystem: { spec } }), defaultChoices);
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
    'WORKER_COUNT_WEB',
    'QUAY_VERSION',
    'DEBUGLOG',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'https_proxy',
    'QUAYENTRY',
    'EncryptedRobotTokenMigrationPhase',
  ])('%s is left to the operator, and people are told', (name) => {
    const decision = decide({
      quay: {
        envVars: [
          { name, value: 'x' },
          { name: `${name}_X`.replace(/^(?:QE_K8S|WORKER_COUNT)/, 'MY'), value: 'y' },
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

test('a QuayEcosystem without spec.quay', () => {
  expect(decide({ quay: null }).overrides).toBeUndefined();
});
