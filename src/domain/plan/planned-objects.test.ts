import { describe, expect, test } from 'vitest';
import type { PodSpec } from '../../k8s/pod.ts';
import type { Change } from '../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../fixtures/worked-examples.fixture.ts';
import type { MigrationPlan } from './migration-plan.ts';
import { jobsOf } from './jobs/work-plan.ts';
import { context, plan, podsOf, workObjects } from './plan.fixture.ts';

/** Every kind of plan. */
const plans: [string, MigrationPlan][] = [
  ...Object.entries<Change>(workedExamples).map(([name, change]): [string, MigrationPlan] => [name, plan(change)]),
  ['a database that stays', plan({}, { database: 'unmanaged' })],
];

describe.each(plans)('the objects of %s', (_title, planned) => {
  const all = [...planned.resources, ...workObjects(planned)];
  const pods = podsOf(planned);

  test('carry the labels of this attempt, in the namespace of the QuayEcosystem', () => {
    for (const { metadata } of all) {
      expect(metadata.namespace).toBe('quay-enterprise');
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/managed-by': 'quay-migration-plugin',
        'quay-migration/ecosystem': 'prod',
        'quay-migration/attempt': '3',
      });
    }
    for (const { spec } of jobsOf(planned.work)) expect(spec?.template?.metadata?.labels).toBeDefined();
  });

  test('are told apart by kind and name', () => {
    const names = all.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('get no token: not from the pod, not from its ServiceAccount', () => {
    for (const { automountServiceAccountToken, serviceAccountName, volumes = [] } of pods) {
      expect(automountServiceAccountToken).toBe(false);
      expect(serviceAccountName).toBe('prod-qm-worker');
      const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
      for (const source of sources)
        expect(Object.keys(source)).toEqual([expect.stringMatching(/^(secret|configMap)$/)]);
    }
    expect(planned.work.serviceAccount).toHaveProperty('automountServiceAccountToken', false);
  });

  test('leave nothing of the log of an image that is not ours in the status of the pod', () => {
    const containers = pods.flatMap(({ containers = [] }) => containers);
    for (const { image, terminationMessagePolicy } of containers) {
      expect(terminationMessagePolicy).toBe(image === context.workerImage ? 'FallbackToLogsOnError' : 'File');
    }
    expect(containers.some(({ image }) => image !== context.workerImage)).toBe(true);
  });

  test('run as the restricted level wants it', () => {
    for (const { securityContext, containers = [], initContainers } of pods) {
      expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(securityContext).not.toHaveProperty('runAsUser');
      expect(initContainers).toBeUndefined();
      for (const container of containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  test('mount and name only what is planned', () => {
    const names = new Set(all.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
    for (const pod of pods) {
      for (const reference of references(pod)) expect(names).toContain(reference);
    }
  });

  test('hold no password outside of Secrets', () => {
    const open = JSON.stringify([
      ...all.filter(({ kind }) => kind !== 'Secret'),
      planned.components,
      planned.configDiff,
    ]);
    for (const password of ['new1', 'root2', 'clair3', 'key4', 'cHNr', 'postgresql://quay:pw@']) {
      expect(open).not.toContain(password);
    }
  });

  test('run once', () => {
    for (const { spec } of jobsOf(planned.work)) {
      expect(spec).toMatchObject({ backoffLimit: 0, template: { spec: { restartPolicy: 'Never' } } });
      expect(spec?.activeDeadlineSeconds).toBeGreaterThan(0);
    }
  });

  test('are pulled with the secrets of the chart and of the QuayEcosystem, those of our own image alone', () => {
    for (const { containers = [], imagePullSecrets = [] } of pods) {
      const own = containers.every(({ image }) => image === context.workerImage);
      expect(imagePullSecrets).toEqual(own ? [{ name: 'ours' }, { name: 'redhat-pull-secret' }] : []);
    }
  });

  test('are the same each time, and plain data', () => {
    expect(JSON.parse(JSON.stringify(planned))).toEqual(withoutUndefined(planned));
  });
});

function references({ volumes = [], containers = [], serviceAccountName = '' }: PodSpec): readonly string[] {
  return [
    `ServiceAccount/${serviceAccountName}`,
    ...volumes.flatMap(({ secret, persistentVolumeClaim, projected }) => [
      ...(secret ? [`Secret/${secret.secretName}`] : []),
      ...(projected?.sources ?? []).flatMap((source) => [
        ...(source.secret ? [`Secret/${source.secret.name}`] : []),
        ...(source.configMap ? [`ConfigMap/${source.configMap.name}`] : []),
      ]),
      ...(persistentVolumeClaim ? [`PersistentVolumeClaim/${persistentVolumeClaim.claimName}`] : []),
    ]),
    ...containers.flatMap(({ env = [] }) =>
      env.flatMap(({ valueFrom }) => (valueFrom?.secretKeyRef ? [`Secret/${valueFrom.secretKeyRef.name}`] : [])),
    ),
  ];
}

/** What JSON leaves out. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => withoutUndefined(part));
  if (typeof value !== 'object' || value === null) return value;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, withoutUndefined(part)]));
}
