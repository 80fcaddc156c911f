import { describe, expect, it, vi } from 'vitest';
import { ApiError, ConnectionError, RejectedWrite } from '../../kube/api-error.ts';
import { LeaseLost } from '../../kube/lease.ts';
import { attemptOf } from './attempt.fixture.ts';
import { type StepFunction, attemptStep } from './attempt-step.ts';
import { type StepOutcome, StepFailure, done, wait } from './step-outcome.ts';

const forbidden = new ApiError(403, 'Forbidden', 'roles say no');

async function lookThatThrows(error: Error): Promise<StepOutcome> {
  const { attempt } = await attemptOf();
  return attemptStep(attempt, async () => Promise.reject(error));
}

describe('a look', () => {
  it('is given the attempt, and answers as its step does', async () => {
    const { attempt } = await attemptOf();
    expect(await attemptStep(attempt, async ({ name }) => Promise.resolve(done(name)))).toEqual(done('prod'));
  });

  it.each<[string, Error]>([
    ['a step that cannot reach its end', new StepFailure('no', 'ask')],
    ['a lost Lease', new LeaseLost()],
    ['a conflict', new ApiError(409, 'Conflict', 'somebody was quicker')],
  ])('passes %s on', async (_what, error) => {
    await expect(lookThatThrows(error)).rejects.toBe(error);
  });

  it('waits where a write is refused, and says which', async () => {
    const refused = new RejectedWrite(forbidden, 'patch', 'Route quay/prod');
    expect(await lookThatThrows(refused)).toEqual({
      kind: 'wait',
      message: 'the API server rejected the request to patch Route quay/prod: roles say no',
      seconds: 5,
      refused,
    });
  });

  it.each<[Error, string]>([
    [forbidden, 'the API server returned an error: roles say no'],
    [new ConnectionError('connection refused'), 'the API server returned an error: connection refused'],
    [new Error('part 2 of the plan is gone'), 'part 2 of the plan is gone'],
  ])('waits where anything else went wrong: %s', async (error, message) => {
    expect(await lookThatThrows(error)).toEqual(wait(message, 5));
  });

  it('says a thrown text as it is', async () => {
    const { attempt } = await attemptOf();
    // As a library may.
    const odd = vi.fn<StepFunction>().mockRejectedValue('a text');
    expect(await attemptStep(attempt, odd)).toEqual(wait('a text', 5));
  });
});
