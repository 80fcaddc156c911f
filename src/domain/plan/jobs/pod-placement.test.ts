import { describe, expect, test } from 'vitest';
import type { PodSpec } from '../../../k8s/pod.ts';
import { fixtureDeployment } from '../../fixtures/prod-registry.fixture.ts';
import { plan } from '../plan.fixture.ts';
import { jobsOf } from './work-plan.ts';
import { placementOf } from './pod-placement.ts';

const placed = {
  nodeSelector: { 'node-role.kubernetes.io/infra': '' },
  tolerations: [{ key: 'infra', operator: 'Exists', effect: 'NoSchedule' }],
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } },
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] },
  },
};
const { affinity, ...rest } = placed;
const carried = { ...rest, affinity: { nodeAffinity: affinity.nodeAffinity } };

describe('placementOf', () => {
  test.each<[string, object, object]>([
    ['nothing', {}, {}],
    ['all of it, but what speaks of other pods', placed, carried],
    ['nothing of what has the wrong type', { nodeSelector: 'infra', tolerations: {}, affinity: [] }, {}],
    ['texts alone', { nodeSelector: { a: 'b', c: 1 } }, { nodeSelector: { a: 'b' } }],
  ])('%s', (_title, pod, expected) => {
    expect(placementOf(fixtureDeployment('prod-quay', { containers: [], ...pod }))).toEqual(expected);
  });
});

describe('the pods of a plan', () => {
  const { work, database } = plan({ patch: { 'Deployment/prod-quay': { spec: { template: { spec: placed } } } } });

  test('of our own image run where the old registry runs', () => {
    for (const job of [work.inspect, work.copy, work.check, work.repair, work.volumeCheck]) {
      expect(job?.spec?.template?.spec).toMatchObject(carried);
    }
  });

  test("of the operator's images run where the operator's pods will: a node that takes them is a proof", () => {
    const specs: readonly (PodSpec | undefined)[] = [
      ...[...work.pull, work.upgrade].map((job) => job.spec?.template?.spec),
      database.server?.spec,
    ];
    for (const spec of specs) {
      expect(spec).toBeDefined();
      expect(Object.keys(spec ?? {})).not.toEqual(expect.arrayContaining(['tolerations']));
      expect(spec?.nodeSelector).toBeUndefined();
    }
  });

  test('get no proxy of a service mesh', () => {
    const pods = [...jobsOf(plan().work).map((job) => job.spec?.template?.metadata), plan().database.server?.metadata];
    for (const metadata of pods) {
      expect(metadata?.annotations).toMatchObject({
        'sidecar.istio.io/inject': 'false',
        'linkerd.io/inject': 'disabled',
      });
      expect(metadata?.labels).toMatchObject({ 'sidecar.istio.io/inject': 'false' });
    }
  });
});
