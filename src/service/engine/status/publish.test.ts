import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../k8s/object.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { events, quayEcosystems } from '../../../k8s/resource.ts';
import { ApiError } from '../../kube/api-error.ts';
import { type MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import type { Journal, StepRecord } from '../journal/journal.ts';
import { publishAttempt, publishConditions, publishEvent } from './publish.ts';

const stated = [{ type: 'QuayMigration', status: 'False', reason: 'Running', message: 'under way' }] as const;
const foreign = { type: 'QuaySetupSuccess', status: 'True' };

function ecosystemIn(cluster: MemoryCluster): QuayEcosystem {
  const found = cluster.peek(quayEcosystems, target);
  if (found === undefined) throw new Error('no QuayEcosystem');
  return structuredClone(found);
}

const typesIn = (cluster: MemoryCluster) =>
  ecosystemIn(cluster).status?.conditions?.map(({ type, reason }) => [type, reason]);

describe('publishConditions', () => {
  it('states what is so, beside what others state, once', async () => {
    const { cluster } = await attemptOf();
    cluster.edit(quayEcosystems, target, { status: { conditions: [foreign] } });
    await publishConditions(cluster, ecosystemIn(cluster), stated);
    await publishConditions(cluster, ecosystemIn(cluster), stated);
    expect(changesIn(cluster)).toEqual(['patch QuayEcosystem/status prod']);
    expect(typesIn(cluster)).toEqual([
      ['QuaySetupSuccess', undefined],
      ['QuayMigration', 'Running'],
    ]);
    const [, condition] = ecosystemIn(cluster).status?.conditions ?? [];
    expect(Date.parse(condition?.lastTransitionTime ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('writes over no condition that came meanwhile: it reads again', async () => {
    const { cluster } = await attemptOf();
    const read = ecosystemIn(cluster);
    cluster.edit(quayEcosystems, target, { status: { conditions: [foreign] } });
    await publishConditions(cluster, read, stated);
    expect(typesIn(cluster)).toEqual([
      ['QuaySetupSuccess', undefined],
      ['QuayMigration', 'Running'],
    ]);
  });

  it('has nobody to tell where the QuayEcosystem is gone meanwhile', async () => {
    const { cluster } = await attemptOf();
    const read = ecosystemIn(cluster);
    cluster.beforeWrite = () => {
      cluster.vanish(quayEcosystems, target);
      throw new ApiError(409, 'Conflict', 'modified');
    };
    await expect(publishConditions(cluster, read, stated)).resolves.toBeUndefined();
  });

  it('throws what is no conflict', async () => {
    const { cluster } = await attemptOf();
    cluster.beforeWrite = () => {
      throw new ApiError(500, 'InternalError', 'etcd is away');
    };
    await expect(publishConditions(cluster, ecosystemIn(cluster), stated)).rejects.toThrow('etcd is away');
  });
});

type Event = KubernetesObject & Record<string, unknown>;

async function eventsIn(cluster: MemoryCluster): Promise<Event[]> {
  return (await cluster.list(events, { namespace: target.namespace })) as Event[];
}

describe('publishEvent', () => {
  it('tells of the QuayEcosystem, in its namespace, in bounded length', async () => {
    const { cluster, attempt } = await attemptOf();
    const event = { type: 'Warning', reason: 'StepFailed', message: 'x'.repeat(2000) } as const;
    await publishEvent(cluster, attempt.journal.ecosystem, event);
    const [told, ...more] = await eventsIn(cluster);
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      apiVersion: 'v1',
      kind: 'Event',
      involvedObject: {
        apiVersion: 'redhatcop.redhat.io/v1alpha1',
        kind: 'QuayEcosystem',
        ...attempt.journal.ecosystem,
      },
      type: 'Warning',
      reason: 'StepFailed',
      message: 'x'.repeat(1000),
      source: { component: 'quay-migration-plugin' },
      count: 1,
    });
    expect(told?.metadata.name).toMatch(/^prod\../);
    expect(told?.metadata.generateName).toBe('prod.');
    expect(Date.parse(String(told?.firstTimestamp))).toBeLessThanOrEqual(Date.now());
    expect(told?.lastTimestamp).toBe(told?.firstTimestamp);
  });
});

describe('publishAttempt', () => {
  const record = (state: StepRecord['state'], message = ''): StepRecord => ({ state, startedAt: '', message });

  it.each<[string, Partial<Journal>, Partial<Journal>, readonly string[]]>([
    ['nothing new', {}, {}, []],
    ['a beginning', {}, { phase: 'rolling-back' }, ['Normal MigrationRunning: attempt 1 is running']],
    ['an end', { phase: 'done' }, {}, ['Normal MigrationDone: attempt 1 is done']],
    [
      'a rollback, and why',
      { phase: 'rolling-back', cause: 'disk full', remedy: 'Give more.' },
      {},
      ['Warning MigrationRollingBack: disk full. Give more.'],
    ],
    ['a failure without a remedy', { phase: 'holding', cause: 'blocked' }, {}, ['Warning MigrationHolding: blocked']],
    [
      'the end of a rollback',
      { phase: 'rolled-back', cause: 'disk full' },
      { phase: 'rolling-back' },
      ['Normal MigrationRolledBack: attempt 1 is rolled back'],
    ],
    [
      'a refusal, once',
      { phase: 'refused', cause: 'blockers', steps: { preflight: record('failed', 'blockers') } },
      {},
      ['Warning MigrationRefused: blockers'],
    ],
    [
      'steps that came to an end',
      {
        steps: {
          preflight: record('done', 'all well'),
          freeze: record('skipped', 'not here'),
          database: record('failed', 'why'),
          rollout: record('running', 'waits'),
        },
      },
      { steps: { preflight: record('running'), database: record('running') } },
      [
        'Normal StepDone: preflight: all well',
        'Normal StepSkipped: freeze: not here',
        'Warning StepFailed: database: why',
      ],
    ],
    [
      'no step that had come to its end before',
      { steps: { preflight: record('done', 'again') } },
      { steps: { preflight: record('done') } },
      [],
    ],
  ])('tells %s', async (_title, now, before, told) => {
    const { cluster } = await attemptOf();
    await publishAttempt(cluster, journalOf(now), journalOf(before));
    const found = (await eventsIn(cluster)).map(
      ({ type, reason, message }) => `${String(type)} ${String(reason)}: ${String(message)}`,
    );
    expect(found.sort()).toEqual([...told].sort());
  });
});
