import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../k8s/condition.ts';
import type { Deployment } from '../../../k8s/deployment.ts';
import type { QuayRegistry } from '../../../k8s/quayregistry.ts';
import { notReady } from './rollout.ts';

const good: readonly Condition[] = [
  { type: 'Available', status: 'True', reason: 'HealthChecksPassing' },
  { type: 'RolloutBlocked', status: 'False' },
  { type: 'ComponentsCreated', status: 'True' },
];

function registry(change: {
  conditions?: readonly Condition[];
  currentVersion?: string;
  observedGeneration?: number;
}): QuayRegistry {
  return {
    apiVersion: 'quay.redhat.com/v1',
    kind: 'QuayRegistry',
    metadata: { name: 'prod', generation: 2 },
    status: { conditions: good, currentVersion: 'v3.17.4', observedGeneration: 2, ...change },
  };
}

function app(availableReplicas: number): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'prod-quay-app' },
    status: { availableReplicas },
  };
}

function without(type: string, replacement?: Condition): readonly Condition[] {
  return [...good.filter((condition) => condition.type !== type), ...(replacement ? [replacement] : [])];
}

describe('notReady', () => {
  it('has nothing to say of a registry that serves', () => {
    expect(notReady(registry({}), app(1), 'v3.17.4')).toBeUndefined();
  });

  it('does without observedGeneration, which operators before 3.17 do not write', () => {
    const { observedGeneration: _none, ...status } = registry({}).status ?? {};
    expect(notReady({ ...registry({}), status }, app(1), 'v3.17.4')).toBeUndefined();
  });

  const cases: [string, QuayRegistry, Deployment | undefined, RegExp][] = [
    [
      'a blocked one, although Available',
      registry({
        conditions: without('RolloutBlocked', { type: 'RolloutBlocked', status: 'True', message: 'bad bundle' }),
      }),
      app(1),
      /blocked: bad bundle/,
    ],
    [
      'one whose components are not created',
      registry({ conditions: without('ComponentsCreated') }),
      app(1),
      /ComponentsCreated/,
    ],
    ['one of another version', registry({ currentVersion: 'v3.16.0' }), app(1), /version v3.17.4/],
    ['one without a pod', registry({}), app(0), /quay-app pod/],
    ['one whose Deployment is not there', registry({}), undefined, /quay-app pod/],
    [
      'one whose Deployment has no status',
      registry({}),
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'prod-quay-app' } },
      /quay-app pod/,
    ],
    [
      'one that is blocked without words, by its reason',
      registry({ conditions: without('RolloutBlocked', { type: 'RolloutBlocked', status: 'True', reason: 'Hpa' }) }),
      app(1),
      /^the rollout is blocked: Hpa$/,
    ],
    ['one that nobody has looked at', { ...registry({}), status: {} }, undefined, /^waiting for ComponentsCreated$/],
    ['one that is not Available', registry({ conditions: without('Available') }), app(1), /Available/],
    ['one whose status is about an older spec', registry({ observedGeneration: 1 }), app(1), /generation/],
  ];
  it.each(cases)('waits for %s', (_name, object, deployment, expected) => {
    expect(notReady(object, deployment, 'v3.17.4')).toMatch(expected);
  });

  const culprit: Condition = {
    type: 'ComponentQuayReady',
    status: 'False',
    message: 'Deployment prod-quay-app has zero replicas available',
  };
  const ready: Condition = {
    type: 'ComponentRedisReady',
    status: 'True',
    message: 'Deployment prod-quay-redis healthy',
  };

  it.each(['Available', 'ComponentsCreated'])('names the components that are not ready while %s lacks', (type) => {
    const conditions = [...without(type, { type, status: 'False', message: 'Some components' }), culprit, ready];
    expect(notReady(registry({ conditions }), app(1), 'v3.17.4')).toBe(
      'Some components (ComponentQuayReady: Deployment prod-quay-app has zero replicas available)',
    );
  });

  it('names each of several, by what is said of it, and nothing else that is False', () => {
    const conditions: readonly Condition[] = [
      ...without('Available'),
      { type: 'ComponentQuayReady', status: 'False', reason: 'NoPods' },
      { type: 'ComponentClairReady', status: 'False' },
      { type: 'NoComponentQuayReady', status: 'False' },
      { type: 'ComponentQuayReadyOrNot', status: 'False' },
      { type: 'ComponentHPAReady', status: 'Unknown' },
    ];
    expect(notReady(registry({ conditions }), app(1), 'v3.17.4')).toBe(
      'waiting for Available (ComponentQuayReady: NoPods; ComponentClairReady: not ready)',
    );
  });

  it('names them while no pod is there', () => {
    const conditions = [...good, culprit, ready];
    expect(notReady(registry({ conditions }), app(0), 'v3.17.4')).toMatch(
      /^waiting for a quay-app pod \(ComponentQuay/,
    );
  });
});
