import { describe, expect, it } from 'vitest';
import { plan as planOf } from '../../../domain/plan/plan.fixture.ts';
import * as kinds from '../../../k8s/resource.ts';
import { target } from '../attempt/attempt.fixture.ts';
import { asPlan } from './plan-schema.ts';

type Json = Record<string, unknown>;

const attempt = 3;

/** As it is read back. */
function stored(choices: Parameters<typeof planOf>[1] = {}): Json {
  return JSON.parse(JSON.stringify(planOf({}, choices))) as Json;
}

const outside = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'stolen', namespace: 'kube-system' },
};

function within(plan: Json, part: string): Json {
  return plan[part] as Json;
}

describe('asPlan', () => {
  it.each([{}, { database: 'unmanaged' as const }])('is what was planned, with %j', (choices) => {
    const plan = stored(choices);
    expect(asPlan(structuredClone(plan), target, attempt)).toEqual(plan);
  });

  it.each<[string, object]>([
    ['another namespace', { ecosystem: { ...target, namespace: 'victim' } }],
    ['another name', { ecosystem: { ...target, name: 'other' } }],
    ['another attempt', { attempt: 4 }],
  ])('is of this attempt of this QuayEcosystem, and not of %s', (_title, change) => {
    const { ecosystem, attempt: of } = { ecosystem: target, attempt, ...change };
    expect(() => asPlan({ ...stored(), ...change }, target, attempt)).toThrow(
      `is for attempt ${of} of ${ecosystem.namespace}/${ecosystem.name}`,
    );
  });

  it.each<[string, (plan: Json) => void]>([
    ['resources', (plan) => (plan.resources as Json[]).push(outside)],
    [
      'database',
      (plan) => {
        const server = within(plan, 'database').server as Json;
        server.metadata = { ...(server.metadata as Json), namespace: 'kube-system' };
      },
    ],
    [
      'registry',
      (plan) => {
        within(plan, 'registry').bundle = outside;
      },
    ],
    [
      'its lists',
      (plan) => {
        const [first] = within(plan, 'registry').caConfigMaps as Json[];
        if (first) first.metadata = outside.metadata;
      },
    ],
    [
      'work',
      (plan) => {
        within(plan, 'work').proof = outside;
      },
    ],
  ])('reaches no object outside of the namespace: %s', (_title, change) => {
    const plan = stored();
    change(plan);
    expect(() => asPlan(plan, target, attempt)).toThrow(/^the plan contains \S+ kube-system\//);
  });

  it('names the place of what is wrong', () => {
    const foreign = { ...outside, kind: 'RoleBinding', apiVersion: 'rbac.authorization.k8s.io/v1' };
    const plan = stored();
    within(plan, 'registry').bundle = foreign;
    expect(() => asPlan(plan, target, attempt)).toThrow(/^\/registry\/bundle.*: .+/);
    const part = 'work';
    expect(() =>
      asPlan({ ...stored(), [part]: { ...within(stored(), part), more: foreign } }, target, attempt),
    ).toThrow(new RegExp(`^/${part}`));
    expect(() => asPlan('text', target, attempt)).toThrow(/^: .+/);
    const detached = [{ plural: 'rolebindings', name: 'x' }];
    expect(() => asPlan({ ...stored(), freeze: { writers: [], detached } }, target, attempt)).toThrow(/^\/freeze/);
  });

  it('holds every kind that a plan may hold, and nothing that only is read', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', namespace: target.namespace } };
    const monitor = { ...secret, kind: kinds.serviceMonitors.kind };
    expect(() => asPlan({ ...stored(), resources: [secret] }, target, attempt)).not.toThrow();
    expect(() => asPlan({ ...stored(), resources: [monitor] }, target, attempt)).toThrow(/^\/resources/);
  });
});
