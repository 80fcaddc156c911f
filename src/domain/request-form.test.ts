import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestProblem } from './request-form.ts';

const request = 'quay-migration/request';
const rollback = 'quay-migration/rollback';
const acknowledged = 'quay-migration/acknowledged';

describe('what may be asked for', () => {
  test.each([
    ['nothing', {}],
    ['the label alone', { [request]: '' }],
    ['a number', { [request]: '2' }],
    ['a time of RFC 3339', { [request]: '2026-01-31T10:00:00.5+02:00' }],
    ['what the console writes', { [request]: 'console-20260131100000-a1b2c3' }],
    ['the longest', { [request]: 'x'.repeat(253), [rollback]: 'x'.repeat(253) }],
    ['blanks around it', { [request]: ' 7 ' }],
    ['ids of findings', { [request]: '7', [acknowledged]: '7: a-b, c-d' }],
    ['very many ids of findings', { [acknowledged]: Array<string>(128).fill('x'.repeat(63)).join(',') }],
    ['annotations of others', { 'example.com/request': 'ß'.repeat(1000) }],
  ])('%s', (_name, annotations) => {
    expect(requestProblem(annotations)).toBeUndefined();
  });

  test.each([
    ['254 characters', { [request]: 'x'.repeat(254) }, /^quay-migration\/request has 254 characters\. .*at most 253/],
    ['20 kB', { [request]: 'x'.repeat(20_000) }, /^quay-migration\/request has 20000 characters/],
    ['a blank inside', { [request]: 'next monday' }, /^quay-migration\/request has a character that is not allowed/],
    ['a line break', { [request]: '1\n2' }, /^quay-migration\/request has a character/],
    ['what is no ASCII', { [request]: 'größer' }, /^quay-migration\/request has a character/],
    ['a point first', { [request]: '.7' }, /begin with a letter or digit/],
    ['a path', { [request]: '../../secrets' }, /letters, digits and/],
    ['a long rollback', { [rollback]: 'x'.repeat(254) }, /^quay-migration\/rollback has 254 characters/],
    ['a rollback of no form', { [rollback]: '{}' }, /^quay-migration\/rollback has a character/],
    ['acknowledging a novel', { [acknowledged]: 'x,'.repeat(10_000) }, /^quay-migration\/acknowledged has 20000 char/],
  ])('not %s', (_name, annotations, said) => {
    expect(requestProblem(annotations)).toMatch(said);
  });

  test('what is said of it is short and does not repeat it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, unit: 'grapheme' }), fc.constantFrom(request, rollback), (text, name) => {
        const problem = requestProblem({ [name]: `§${text.repeat(20)}` });
        expect(problem?.length).toBeLessThan(250);
        expect(problem).not.toContain(text);
      }),
    );
  });
});
