import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../k8s/deployment.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import type { Journal } from '../journal/journal.ts';
import { beforeRollbacks } from './replicas-before-rollback.ts';

function quay(replicas: number, uid = 'old'): Deployment {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'prod-quay', uid }, spec: { replicas } };
}

function rolledBack(state: 'done' | 'failed', original = quay(3)): Journal {
  const record = { state, startedAt: '2026-01-01T00:00:00Z', message: '' };
  return journalOf({
    phase: 'rolled-back',
    originals: { 'deployments/prod-quay': original },
    rollback: { 'restore-workloads': record },
  });
}

describe('beforeRollbacks', () => {
  it('gives the replicas of before a rollback that could not start it', () => {
    expect(beforeRollbacks(quay(0), [rolledBack('failed')])).toEqual(quay(3));
  });

  it('looks past attempts that were refused and stopped nothing', () => {
    expect(beforeRollbacks(quay(0), [rolledBack('failed'), journalOf({ phase: 'refused' })])).toEqual(quay(3));
  });

  it.each<[string, Deployment, readonly Journal[]]>([
    ['a first attempt', quay(0), []],
    ['one that somebody stopped after it had come back', quay(0), [rolledBack('failed'), rolledBack('done')]],
    ['one that somebody has started', quay(1), [rolledBack('failed')]],
    [
      'one of which nothing was recorded',
      { ...quay(0), metadata: { name: 'other', uid: 'old' } },
      [rolledBack('failed')],
    ],
    ['a successor of the same name', quay(0, 'new'), [rolledBack('failed')]],
    ['one that was stopped before any attempt', quay(0), [rolledBack('failed', quay(0))]],
  ])('leaves %s as it is', (_name, deployment, journals) => {
    expect(beforeRollbacks(deployment, journals)).toEqual(deployment);
  });

  it('takes one replica for what a Deployment had that named none', () => {
    const original: Deployment = { ...quay(0), spec: {} };
    expect(beforeRollbacks(quay(0), [rolledBack('failed', original)])).toEqual(quay(1));
    expect(beforeRollbacks({ ...quay(0), spec: {} }, [rolledBack('failed')])).toEqual({ ...quay(0), spec: {} });
  });
});
