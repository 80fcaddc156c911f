import { describe, expect, it } from 'vitest';
import { ApiError, RejectedWrite, isPermanent } from '../../kube/api-error.ts';
import type { StepRecord } from '../journal/journal.ts';
import { isRejectedForGood, rejectionFailure, rejectedSince, withRejection } from './rejected-write.ts';
import { done, wait } from './step-outcome.ts';

const early = '2026-01-01T00:00:00.000Z';
const late = '2026-01-01T00:01:00.000Z';
const record: StepRecord = { state: 'running', startedAt: early, message: '' };

function refusal(code: number, object = 'Route quay/prod', words = 'no'): RejectedWrite {
  return new RejectedWrite(new ApiError(code, '', `PATCH /path: ${words}`), 'patch', object);
}

function refusedLook(refused: RejectedWrite) {
  return { kind: 'wait' as const, message: 'refused', seconds: 5, refused };
}

describe('refusedSince', () => {
  it('keeps the time of the first refusal, whatever the words are', () => {
    const first = rejectedSince(record, refusedLook(refusal(403)), early);
    const again = rejectedSince(withRejection(record, first), refusedLook(refusal(403, undefined, 'used: 2')), late);
    expect(again?.since).toBe(early);
  });

  it('is none of a look that was refused nothing', () => {
    const { since } = rejectedSince(record, refusedLook(refusal(403)), early) ?? {};
    expect(since).toBe(early);
    expect(rejectedSince(undefined, refusedLook(refusal(403)), late)).toEqual({
      write: 'patch Route quay/prod: 403',
      since: late,
    });
    expect(rejectedSince(record, done('well'), early)).toBeUndefined();
    expect(rejectedSince(record, wait('slow'), early)).toBeUndefined();
  });

  it('begins anew for another object or another answer', () => {
    const refused = withRejection(record, rejectedSince(record, refusedLook(refusal(403)), early));
    expect(rejectedSince(refused, refusedLook(refusal(422)), late)?.since).toBe(late);
    expect(rejectedSince(refused, refusedLook(refusal(403, 'Route quay/other')), late)?.since).toBe(late);
  });

  it('forgets what is refused no more', () => {
    const refused = withRejection(record, rejectedSince(record, refusedLook(refusal(403)), early));
    expect(withRejection(refused, rejectedSince(refused, wait('slow'), late))).toEqual(record);
  });
});

describe('isRejectedForGood', () => {
  const attempt = { deadline: (seconds: number) => seconds * 1000 };
  const since = (seconds: number) => ({ write: 'w', since: new Date(Date.now() - seconds * 1000).toISOString() });

  it('is patient for two minutes', () => {
    expect(isRejectedForGood(attempt, since(110))).toBe(false);
    expect(isRejectedForGood(attempt, since(130))).toBe(true);
    expect(isRejectedForGood(attempt, undefined)).toBe(false);
  });
});

describe('rejectionFailure', () => {
  it.each([
    [403, /Allow the service to patch Route quay\/prod in the role, quota or policy.*helm upgrade/],
    [404, /CustomResourceDefinition/],
    [413, /size limit of the API server/],
    [422, /policy or webhook/],
  ])('says for %i who refuses what, and what helps', (code, remedy) => {
    const failure = rejectionFailure(refusal(code));
    expect(failure.message).toBe('the API server rejected the request to patch Route quay/prod: PATCH /path: no');
    expect(failure.remedy).toMatch(remedy);
  });
});

describe('isPermanent', () => {
  it.each([403, 404, 413, 422])('%i', (code) => {
    expect(isPermanent(new ApiError(code, '', ''))).toBe(true);
  });
  it.each([409, 429, 500, 503])('not %i', (code) => {
    expect(isPermanent(new ApiError(code, '', ''))).toBe(false);
  });
});
