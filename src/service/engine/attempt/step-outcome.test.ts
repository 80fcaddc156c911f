import { describe, expect, it } from 'vitest';
import { ApiError, RejectedWrite } from '../../kube/api-error.ts';
import { StepFailure, done, wait } from './step-outcome.ts';

describe('what a step says', () => {
  it('is cut to what a condition holds', () => {
    const long = 'x'.repeat(4001);
    for (const { message } of [done(long), wait(long)]) expect(message).toBe(`${'x'.repeat(3999)}…`);
    expect(done(long.slice(1)).message).toBe(long.slice(1));
  });

  it('is looked at again after two seconds, unless told', () => {
    expect(wait('slow')).toStrictEqual({ kind: 'wait', message: 'slow', seconds: 2 });
    expect(wait('slow', 9)).toStrictEqual({ kind: 'wait', message: 'slow', seconds: 9 });
    const refused = new RejectedWrite(new ApiError(403, '', 'no'), 'patch', 'Route quay/prod');
    expect(wait('slow', 9, refused)).toStrictEqual({ kind: 'wait', message: 'slow', seconds: 9, refused });
  });

  it('fails with a remedy, and with what was found', () => {
    expect(new StepFailure('so', 'do')).toMatchObject({ name: 'StepFailure', message: 'so', remedy: 'do', found: {} });
    expect(new StepFailure('so', 'do', { findings: [] }).found).toEqual({ findings: [] });
  });
});
