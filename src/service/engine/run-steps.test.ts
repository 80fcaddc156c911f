import { describe, expect, it } from 'vitest';
import { type StepId, stepIds } from '../../contract/steps.ts';
import * as kinds from '../../k8s/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import { LeaseLost } from '../kube/lease.ts';
import {
  type AttemptCase,
  type AttemptUnderTest,
  attemptOf,
  changesIn,
  target,
  triesOf,
} from './attempt/attempt.fixture.ts';
import { sourceReport } from './jobs/ended-job.fixture.ts';
import { ago, atStep, early, upTo } from './run-steps.fixture.ts';
import { runSteps } from './run-steps.ts';
import type { Journal } from './journal/journal.ts';
import { fit } from './steps/fit-registry.fixture.ts';
import { created, serve } from './steps/verify/verify.fixture.ts';

const { namespace } = target;
const inPlace = { choices: { database: 'unmanaged' as const } };

describe('goForward', () => {
  it('takes one step after the other as far as they go, and says when to look again', async () => {
    const test = await attemptOf({ change: fit });
    expect(await runSteps(test.attempt)).toBe(2);
    const { steps, phase } = (await test.restarted()).journal;
    expect(phase).toBe('running');
    expect(Object.keys(steps)).toEqual(['preflight', 'snapshot', 'prepare']);
    expect(steps.preflight).toMatchObject({ state: 'done', message: expect.stringMatching(/managed/) as never });
    expect(steps.snapshot).toMatchObject({ state: 'done', message: expect.stringMatching(/recorded/) as never });
    for (const step of [steps.preflight, steps.snapshot]) {
      expect(Date.parse(step?.finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(step?.startedAt ?? ''));
    }
    expect(steps.prepare).toStrictEqual({
      state: 'running',
      startedAt: steps.prepare?.startedAt,
      message: 'waiting for the temporary PostgreSQL server: starting',
    });
    const again = await test.restarted();
    expect(await triesOf(test.cluster, () => runSteps(again))).toEqual([]);
    expect(again.journal.steps.prepare).toEqual(steps.prepare);
  });

  it('writes down what a step waits for when that changes, and keeps its beginning', async () => {
    const test = await atStep('freeze', { startedAt: ago(60), message: 'before' });
    const before = test.attempt.journal.steps.freeze;
    const labels = { app: 'quay-operator', 'quay-enterprise-cr': 'prod' };
    test.cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'old', namespace, labels } });
    expect(await runSteps(test.attempt)).toBe(1);
    const { freeze } = (await test.restarted()).journal.steps;
    expect(freeze).toStrictEqual({ ...before, message: expect.stringMatching(/to terminate: old/) as never });
    test.cluster.vanish(kinds.pods, { namespace, name: 'old' });
    await runSteps(test.attempt);
    expect(test.attempt.journal.steps.freeze).toMatchObject({ state: 'done', startedAt: before?.startedAt });
  });

  it('writes down that a step begins before it does anything', async () => {
    const test = await attemptOf({ change: fit });
    test.cluster.list = async () => Promise.reject(new LeaseLost());
    await expect(runSteps(test.attempt)).rejects.toThrow(LeaseLost);
    delete (test.cluster as { list?: unknown }).list;
    expect((await test.restarted()).journal.steps).toStrictEqual({
      preflight: { state: 'running', startedAt: expect.stringMatching(/^20/) as never, message: '' },
    });
  });

  it('needs no plan before preflight has made one', async () => {
    const test = await attemptOf({ change: fit });
    const { plan: _plan, ...journal } = test.attempt.journal;
    await test.attempt.replaceJournal(journal);
    const begun = await test.restarted();
    expect(await runSteps(begun)).toBe(2);
    expect(begun.journal.steps.preflight?.state).toBe('done');
  });

  it('skips what the plan says has nothing to do, with its reason', async () => {
    const test = await atStep('database', undefined, inPlace);
    const reason = test.plan.steps.find(({ id }) => id === 'database')?.skipped ?? '';
    expect(reason).not.toBe('');
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 1 } });
    await runSteps(test.attempt);
    const { database } = (await test.restarted()).journal.steps;
    expect(database).toMatchObject({ state: 'skipped', message: reason });
    expect(database?.finishedAt).toBe(database?.startedAt);
    expect(test.attempt.journal.steps['schema-upgrade']?.state).toBe('failed');
  });

  it('takes no step again that is done or skipped, and is done at the end', async () => {
    const { verify: _verify, ...steps } = { ...upTo('verify') };
    const over = { state: 'skipped' as const, startedAt: early, message: 'kept' };
    const done = { ...steps, access: over, verify: { ...over, state: 'done' as const } };
    const test = await attemptOf({ journal: { steps: done, cause: 'blocked before', remedy: 'fix' } });
    expect(await runSteps(test.attempt)).toBeUndefined();
    const { journal } = await test.restarted();
    expect(journal).toMatchObject({ phase: 'done', cause: '', remedy: '', steps: done });
    expect(Date.parse(journal.finishedAt ?? '')).toBeGreaterThan(Date.now() - 10_000);
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('ends with the label, after all of the last steps', async () => {
    const test = await created();
    serve(test);
    await test.attempt.update({ steps: upTo('rollout', {}), readySince: ago(99) });
    for (let looks = 0; looks < 3; looks += 1) await runSteps(await test.restarted());
    const { phase, steps, endpoint } = (await test.restarted()).journal;
    expect([phase, endpoint]).toEqual(['done', 'https://quay.example.com']);
    expect(Object.values(steps).map(({ state }) => state)).toEqual(stepIds.map(() => 'done'));
  });

  it('passes on what is no failure of the step', async () => {
    const test = await atStep('freeze');
    test.cluster.beforeWrite = (verb) => {
      if (verb === 'patch') throw new ApiError(409, 'Conflict', 'somebody was quicker');
    };
    await expect(runSteps(test.attempt)).rejects.toMatchObject({ code: 409 });
    expect(test.attempt.journal).toMatchObject({ phase: 'running', steps: { freeze: { state: 'running' } } });
  });
});

describe('a step that fails', () => {
  async function failed(differs: AttemptCase = {}, id: StepId = 'freeze'): Promise<Journal> {
    const test = await atStep(id, { startedAt: early, message: 'pending' }, differs);
    test.cluster.vanish(kinds.quayEcosystems, target);
    expect(await runSteps(test.attempt)).toBeUndefined();
    return (await test.restarted()).journal;
  }
  const began = { 'jobs/prod-qm-upgrade-3': {} };

  it('rolls back automatically, with cause and remedy', async () => {
    const journal = await failed();
    expect(journal).toMatchObject({
      phase: 'rolling-back',
      cause: 'QuayEcosystem quay-enterprise/prod does not exist',
      remedy: 'Restore the QuayEcosystem, then request the migration again.',
      failedStep: 'freeze',
      steps: {
        freeze: { state: 'failed', startedAt: early, message: 'QuayEcosystem quay-enterprise/prod does not exist' },
      },
    });
    expect(Date.parse(journal.steps.freeze?.finishedAt ?? '')).toBeGreaterThan(Date.now() - 10_000);
    expect(journal.finishedAt).toBeUndefined();
    expect(journal.steps).not.toHaveProperty('database');
    expect(journal.steps.snapshot?.state).toBe('done');
  });

  it.each<[string, AttemptCase, Journal['phase']]>([
    ['a new pod has run', { journal: { registryRan: true } }, 'holding'],
    ['the database was upgraded in place', { ...inPlace, journal: { created: began } }, 'holding'],
    [
      'the database in place is as it was',
      { ...inPlace, journal: { created: began, databaseUntouched: true } },
      'rolling-back',
    ],
    ['no upgrade in place has begun', inPlace, 'rolling-back'],
    ['the upgrade was that of a copy', { journal: { created: began } }, 'rolling-back'],
  ])('where %s', async (_what, differs, phase) => {
    expect((await failed(differs)).phase).toBe(phase);
  });

  it('is a refusal in preflight, with what was found', async () => {
    const test = await attemptOf({ change: { ...fit, config: { SECRET_KEY: null } } });
    expect(await runSteps(test.attempt)).toBeUndefined();
    const { journal } = await test.restarted();
    expect(journal).toMatchObject({
      phase: 'refused',
      failedStep: 'preflight',
      steps: { preflight: { state: 'failed' } },
    });
    expect(journal.findings.some(({ severity }) => severity === 'blocker')).toBe(true);
    expect(Date.parse(journal.finishedAt ?? '')).toBeGreaterThan(Date.now() - 10_000);
    expect(journal.steps).not.toHaveProperty('snapshot');
  });
});

describe('a deadline', () => {
  const oldPod = ({ cluster }: AttemptUnderTest): void => {
    const labels = { app: 'quay-operator', 'quay-enterprise-cr': 'prod' };
    cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'old', namespace, labels } });
  };

  it.each([
    [890, false],
    [905, true],
  ])('of the plan is kept: after %i seconds %s', async (seconds, over) => {
    const test = await atStep('freeze', { startedAt: ago(seconds) });
    oldPod(test);
    expect(await runSteps(test.attempt)).toBe(over ? undefined : 1);
    const { phase, cause } = test.attempt.journal;
    expect(phase).toBe(over ? 'rolling-back' : 'running');
    if (over)
      expect(cause).toMatch(
        /^not finished after 15 minutes; last status: waiting for .* pods of the old registry.*old/,
      );
  });

  it('shrinks with the scale, to a tenth at most', async () => {
    for (const [seconds, phase] of [
      [85, 'running'],
      [95, 'rolling-back'],
    ] as const) {
      const test = await atStep('freeze', { startedAt: ago(seconds) }, { settings: { waitScale: 0.01 } });
      oldPod(test);
      await runSteps(test.attempt);
      expect(test.attempt.journal.phase).toBe(phase);
    }
  });

  it.each([
    [undefined, 'running'],
    [sourceReport, 'rolling-back'],
  ])('of the schema upgrade follows the size that was measured', async (source, phase) => {
    const journal = source === undefined ? {} : { source };
    const test = await atStep('schema-upgrade', { startedAt: ago(1900) }, { journal });
    const planned = test.plan.steps.find(({ id }) => id === 'schema-upgrade')?.deadlineSeconds ?? 0;
    expect(planned).toBeGreaterThan(2000);
    for (const name of test.plan.freeze.writers) {
      test.cluster.edit(kinds.deployments, { namespace, name }, { spec: { replicas: 0 } });
    }
    await runSteps(test.attempt);
    expect(test.attempt.journal.phase).toBe(phase);
  });

  it.each([
    ['prepare', 'running'],
    ['schema-upgrade', 'rolling-back'],
  ] as const)('of %s does not follow it: %s', async (id, phase) => {
    const test = await atStep(id, { startedAt: ago(1900) }, { journal: { source: sourceReport } });
    await runSteps(test.attempt);
    expect(test.attempt.journal.phase).toBe(phase);
  });

  it.each([
    [295, 'running'],
    [305, 'refused'],
  ])('of preflight is five minutes where there is no plan: after %i seconds %s', async (seconds, phase) => {
    const test = await atStep('preflight', { startedAt: ago(seconds) });
    const { plan: _plan, ...journal } = test.attempt.journal;
    await test.attempt.replaceJournal(journal);
    test.cluster.list = async () => Promise.reject(new ApiError(503, '', 'down'));
    await runSteps(test.attempt);
    expect(test.attempt.journal.phase).toBe(phase);
  });
});
