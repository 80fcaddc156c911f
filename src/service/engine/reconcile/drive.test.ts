import { describe, expect, it } from 'vitest';
import { stepIds } from '../../../contract/steps.ts';
import * as kinds from '../../../k8s/resource.ts';
import { attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { runAttempt, startRollback } from './drive.ts';
import type { StepRecord } from '../journal/journal.ts';

const { namespace } = target;
const past: StepRecord = { state: 'done', startedAt: '2026-01-01T00:00:00Z', message: '' };

/** All steps before one are done. */
function before(id: (typeof stepIds)[number]): Readonly<Record<string, StepRecord>> {
  return Object.fromEntries(stepIds.slice(0, stepIds.indexOf(id)).map((step) => [step, past]));
}

describe('drive', () => {
  it.each(['holding', 'refused', 'rolled-back', 'done'] as const)('does nothing for what is %s', async (phase) => {
    const { cluster, attempt } = await attemptOf({ journal: { phase } });
    expect(await runAttempt(attempt)).toBeUndefined();
    expect(cluster.writes).toEqual([]);
  });

  it('goes forward, and answers when to look again', async () => {
    const { cluster, attempt } = await attemptOf({ journal: { steps: before('freeze') } });
    const labels = { app: 'quay-operator', 'quay-enterprise-cr': 'prod' };
    cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'old', namespace, labels } });
    expect(await runAttempt(attempt)).toBe(1);
    expect(attempt.journal).toMatchObject({ phase: 'running', rollback: {} });
  });

  it('comes to the end', async () => {
    const steps = { ...before('verify'), verify: past };
    const { attempt } = await attemptOf({ journal: { steps } });
    expect(await runAttempt(attempt)).toBeUndefined();
    expect(attempt.journal.phase).toBe('done');
  });

  it('rolls back in the same pass in which a step fails: the downtime lasts no second longer', async () => {
    const { cluster, attempt } = await attemptOf({ journal: { steps: before('freeze') } });
    cluster.vanish(kinds.deployments, { namespace: 'openshift-operators', name: 'quay-operator.v3.17.4' });
    expect(await runAttempt(attempt)).toBeUndefined();
    expect(attempt.journal).toMatchObject({ phase: 'rolled-back', failedStep: 'freeze' });
  });

  it('continues a rollback', async () => {
    const { cluster, attempt, restarted } = await attemptOf({ journal: { phase: 'rolling-back' } });
    const labels = { 'quay-operator/quayregistry': 'prod', 'quay-component': 'quay-app' };
    cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'new', namespace, labels } });
    expect(await runAttempt(attempt)).toBe(1);
    cluster.vanish(kinds.pods, { namespace, name: 'new' });
    expect(await runAttempt(await restarted())).toBeUndefined();
    expect((await restarted()).journal.phase).toBe('rolled-back');
  });
});

describe('startRollback', () => {
  it('is in the journal before anything is done, with its reason', async () => {
    const { cluster, attempt, restarted } = await attemptOf({ journal: { rollback: { 'stop-work': past } } });
    await startRollback(attempt, 'somebody wished it', 'Nothing to do.');
    expect((await restarted()).journal).toMatchObject({
      phase: 'rolling-back',
      cause: 'somebody wished it',
      remedy: 'Nothing to do.',
    });
    expect((await restarted()).journal.rollback).toEqual({});
    expect(changesIn(cluster)).toEqual([]);
  });
});
