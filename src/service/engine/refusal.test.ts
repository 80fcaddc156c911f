import { describe, expect, it } from 'vitest';
import { ApiError, RefusedWrite, isPermanent } from '../kube/api-error.ts';
import type { StepRecord } from './journal.ts';
import { isRefusedForGood, refusalFailure, refusedSince, withRefusal } from './refusal.ts';
import { done, wait } from './step-outcome.ts';

const early = '2026-01-01T00:00:00.000Z';
const late = '2026-01-01T00:01:00.000Z';
const record: StepRecord = { state: 'running', startedAt: early, message: '' };

function refusal(code: number, object = 'Route quay/prod', words = 'no'): RefusedWrite {
  return new RefusedWrite(new ApiError(code, '', `PATCH /path: ${words}`), 'patch', object);
}

function refusedLook(refused: RefusedWrite) {
  return { kind: 'wait' as const, message: 'refused', seconds: 5, refused };
}

describe('refusedSince', () => {
  it('keeps the time of the first refusal, whatever the words are', () => {
    const first = refusedSince(record, refusedLook(refusal(403)), early);
    const again = refusedSince(withRefusal(record, first), refusedLook(refusal(403, undefined, 'used: 2')), late);
    expect(again?.since).toBe(early);
  });

  it('is none of a look that was refused nothing', () => {
    const { since } = refusedSince(record, refusedLook(refusal(403)), early) ?? {};
    expect(since).toBe(early);
    expect(refusedSince(undefined, refusedLook(refusal(403)), late)).toEqual({
      write: 'patch Route quay/prod: 403',
      since: late,
    });
    expect(refusedSince(record, done('well'), early)).toBeUndefined();
    expect(refusedSince(record, wait('slow'), early)).toBeUndefined();
  });

  it('begins anew for another object or another answer', () => {
    const refused = withRefusal(record, refusedSince(record, refusedLook(refusal(403)), early));
    expect(refusedSince(refused, refusedLook(refusal(422)), late)?.since).toBe(late);
    expect(refusedSince(refused, refusedLook(refusal(403, 'Route quay/other')), late)?.since).toBe(late);
  });

  it('forgets what is refused no more', () => {
    const refused = withRefusal(record, refusedSince(record, refusedLook(refusal(403)), early));
    expect(withRefusal(refused, refusedSince(refused, wait('slow'), late))).toEqual(record);
  });
});

describe('isRefusedForGood', () => {
  const attempt = { deadline: (seconds: number) => seconds * 1000 };
  const since = (seconds: number) => ({ write: 'w', since: new Date(Date.now() - seconds * 1000).toISOString() });

  it('is patient for two minutes', () => {
    expect(isRefusedForGood(attempt, since(110))).toBe(false);
    expect(isRefusedForGood(attempt, since(130))).toBe(true);
    expect(isRefusedForGood(attempt, undefined)).toBe(false);
  });
});

describe('refusalFailure', () => {
  it.each([
    [403, /role, quota or policy.*allowed to patch Route quay\/prod.*helm upgrade/],
    [404, /CustomResourceDefinition/],
    [413, /larger than the API server takes/],
    [422, /policy or webhook/],
  ])('says for %i who refuses what, and what helps', (code, remedy) => {
    const failure = refusalFailure(refusal(code));
    expect(failure.message).toBe('the API server refuses to patch Route quay/prod: PATCH /path: no');
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
