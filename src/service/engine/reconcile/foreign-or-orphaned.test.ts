import { beforeEach, describe, expect, it } from 'vitest';
import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import type { Journal } from '../journal/journal.ts';
import { foreignOrOrphaned } from './foreign-or-orphaned.ts';
import type { Reach } from '../journal/reach.ts';
import { type ServiceUnderTest, claim, serviceIn, told } from './reconciliation.fixture.ts';

let cluster: MemoryCluster;
let reach: Reach;
let service: ServiceUnderTest;

beforeEach(async () => {
  ({ cluster, reach } = await attemptOf());
  service = await serviceIn(cluster);
});

function look(journal?: Partial<Journal>): ReturnType<typeof foreignOrOrphaned> {
  const ecosystem = cluster.peek(kinds.quayEcosystems, target);
  const stored = { resourceVersion: '1', uid: 'journal', deleting: false };
  const latest = journal === undefined ? undefined : { journal: journalOf(journal), ...stored };
  return foreignOrOrphaned(service.context, reach, ecosystem, latest);
}

function take(by: string): void {
  cluster.edit(kinds.quayEcosystems, target, { metadata: { annotations: { [installationAnnotation]: by } } });
}

describe('keepsOff', () => {
  it('has no reason to where nobody else is', async () => {
    expect(await look()).toBeUndefined();
    expect(await look({})).toBeUndefined();
    take(claim);
    expect(await look()).toBeUndefined();
    expect(await look({ phase: 'done' })).toBeUndefined();
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await look()).toBeUndefined();
    expect(service.foreign).toEqual([]);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('stands still at what is left of a migration whose journal is gone, and only then', async () => {
    cluster.edit(kinds.quayEcosystems, target, { metadata: { finalizers: [ecosystemFinalizer] } });
    expect(await look({})).toBeUndefined();
    expect(told(cluster).reason).toBe('');
    expect(await look()).toBe('orphaned');
    expect(told(cluster).reason).toBe('Failed');
    expect(service.foreign).toEqual([]);
  });

  it.each<[string, Partial<Journal> | undefined]>([
    ['without a journal of ours', undefined],
    ['after an attempt of ours', { phase: 'done' }],
    ['after one that went back', { phase: 'rolled-back' }],
  ])('leaves what another installation has taken to it, %s', async (_title, journal) => {
    take('elsewhere/other-uid');
    expect(await look(journal)).toBe('foreign');
    expect(service.foreign).toEqual([target]);
    expect(told(cluster).reason).toBe('Blocked');
    expect(told(cluster).message).toMatch(/\(elsewhere\/other-uid\).*annotation quay-migration\/installation/);
  });

  it.each(['running', 'rolling-back', 'holding'] as const)(
    'ends what it has begun, whatever somebody writes: %s',
    async (phase) => {
      take('elsewhere/other-uid');
      expect(await look({ phase })).toBeUndefined();
      expect(changesIn(cluster)).toEqual([]);
    },
  );

  it('leaves the attempt of another installation to it', async () => {
    expect(await look({ installation: 'another', attempt: 4, phase: 'holding' })).toBe('foreign');
    expect(service.foreign).toEqual([target]);
    expect(told(cluster).reason).toBe('Blocked');
    expect(told(cluster).message).toMatch(/^Attempt 4 \(holding\)/);
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await look({ installation: 'another' })).toBe('foreign');
  });

  it('says so once: two that write one status would never come to an end', async () => {
    take('elsewhere/other-uid');
    const conditions = ['QuaySetupSuccess', 'QuayMigration'].map((type) => ({ type, status: 'True' }));
    cluster.edit(kinds.quayEcosystems, target, { status: { conditions } });
    expect(await look()).toBe('foreign');
    expect(changesIn(cluster)).toEqual([]);
    cluster.edit(kinds.quayEcosystems, target, { status: { conditions: [{ type: 'Other', status: 'True' }] } });
    await look();
    await look();
    expect(changesIn(cluster)).toEqual(['patch QuayEcosystem/status prod']);
  });
});
