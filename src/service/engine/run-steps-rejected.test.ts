import { describe, expect, it } from 'vitest';
import { ApiError } from '../kube/api-error.ts';
import { type AttemptUnderTest, target } from './attempt/attempt.fixture.ts';
import { ago, atStep } from './run-steps.fixture.ts';
import { runSteps } from './run-steps.ts';

const { namespace } = target;

function refusePatches({ cluster }: AttemptUnderTest, kind: string): void {
  cluster.beforeWrite = (verb, resource) => {
    if (verb === 'patch' && resource.kind === kind) throw new ApiError(403, 'Forbidden', 'roles say no');
  };
}

describe('a write that the API server refuses', () => {
  const write = `patch QuayEcosystem ${namespace}/prod: 403`;

  it('is written down once, with its beginning', async () => {
    const test = await atStep('freeze');
    refusePatches(test, 'QuayEcosystem');
    expect(await runSteps(test.attempt)).toBe(5);
    const { freeze } = (await test.restarted()).journal.steps;
    expect(freeze).toMatchObject({
      state: 'running',
      message: `the API server rejected the request to patch QuayEcosystem ${namespace}/prod: roles say no`,
      refused: { write },
    });
    expect(Date.parse(freeze?.refused?.since ?? '')).toBeGreaterThan(Date.now() - 10_000);
    const tried: string[] = [];
    const refuse = test.cluster.beforeWrite;
    test.cluster.beforeWrite = (verb, resource, name) => {
      tried.push(`${verb} ${resource.kind}`);
      refuse(verb, resource, name);
    };
    await runSteps(await test.restarted());
    expect(tried.filter((write) => !write.includes('AccessReview'))).toEqual(['patch QuayEcosystem']);
  });

  it.each([
    [115, 'running'],
    [125, 'rolling-back'],
  ])('fails the step after two minutes: after %i seconds %s', async (seconds, phase) => {
    const test = await atStep('freeze', { refused: { write, since: ago(seconds) } });
    refusePatches(test, 'QuayEcosystem');
    await runSteps(test.attempt);
    expect(test.attempt.journal.phase).toBe(phase);
    if (phase === 'running') return;
    expect(test.attempt.journal.cause).toMatch(
      /rejected the request to patch QuayEcosystem quay-enterprise\/prod: roles say no/,
    );
    expect(test.attempt.journal.remedy).toMatch(/Allow the service to patch QuayEcosystem quay-enterprise\/prod/);
  });

  it('counts anew for another write, and is forgotten when it is not refused any more', async () => {
    const other = await atStep('freeze', { refused: { write: 'patch Route quay/prod: 403', since: ago(900) } });
    refusePatches(other, 'QuayEcosystem');
    await runSteps(other.attempt);
    expect(other.attempt.journal.phase).toBe('running');
    const waiting = await atStep('prepare', { refused: { write, since: ago(900) } });
    await runSteps(waiting.attempt);
    expect(waiting.attempt.journal.steps.prepare).not.toHaveProperty('refused');
    const finished = await atStep('freeze', { refused: { write, since: ago(900) } });
    await runSteps(finished.attempt);
    expect(finished.attempt.journal.steps.freeze).toMatchObject({ state: 'done' });
    expect(finished.attempt.journal.steps.freeze).not.toHaveProperty('refused');
  });
});
