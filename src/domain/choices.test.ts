import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultChoices, readChoices } from './choices.ts';

describe('readChoices', () => {
  test('without annotations: the defaults', () => {
    expect(readChoices({})).toEqual({ choices: defaultChoices, problems: [] });
  });

  test.each([
    ['database', 'unmanaged', { database: 'unmanaged' }],
    ['copy-before-freeze', 'false', { copyBeforeFreeze: false }],
    ['access', 'new-service', { access: 'new-service' }],
  ])('%s: %s', (key, value, expected) => {
    const { choices, problems } = readChoices({ [`quay-migration/${key}`]: value });
    expect(choices).toEqual({ ...defaultChoices, ...expected });
    expect(problems).toEqual([]);
  });

  test.each([
    ['quay-migration/database', 'Copy', 'must be "copy" or "unmanaged", but is "Copy"'],
    ['quay-migration/copy-before-freeze', '', 'must be "true" or "false", but is ""'],
    ['quay-migration/image', 'x', 'is not a valid choice'],
    ['quay-migration/toString', 'x', 'is not a valid choice'],
  ])('%s: "%s" is a problem and decides nothing', (annotation, value, words) => {
    const { choices, problems } = readChoices({ [annotation]: value });
    expect(choices).toEqual(defaultChoices);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ annotation, problem: expect.stringContaining(words) as string });
  });

  test('what is said of one is short, however long it is; how many are listed is the preflight’s', () => {
    const { problems } = readChoices({ 'quay-migration/database': 'x'.repeat(200_000) });
    expect(JSON.stringify(problems).length).toBeLessThan(300);
    expect(problems[0]?.annotation).toBe('quay-migration/database');
  });

  test('annotations of others are none of its business', () => {
    expect(readChoices({ 'quay-operator/migrate': 'x', 'my-quay-migration/database': 'x' }).problems).toEqual([]);
  });
});

describe('acknowledgements', () => {
  test.each([
    ['of the label alone', undefined, 'a-b, c-d', ['a-b', 'c-d']],
    ['of this request', '7', '7: a-b,c-d', ['a-b', 'c-d']],
    ['of a request with colons', '2026-11-24T10:00', '2026-11-24T10:00: a-b', ['a-b']],
    ['of another request', '8', '7: a-b', []],
    ['of none, where a request asks', '8', 'a-b', []],
    ['of a request, where the label asks', undefined, '7: a-b', []],
    ['given twice', undefined, 'a-b,a-b,,', ['a-b']],
    ['empty', '7', '7:', []],
  ])('%s', (_title, request, acknowledged, expected) => {
    const annotations = {
      'quay-migration/acknowledged': acknowledged,
      ...(request !== undefined && { 'quay-migration/request': request }),
    };
    expect(readChoices(annotations).choices.acknowledged).toEqual(expected);
  });

  test('what was acknowledged for one request never counts for another', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        fc.pre(one.trim() !== other.trim() && !other.includes(':'));
        const { choices } = readChoices({
          'quay-migration/request': other,
          'quay-migration/acknowledged': `${one}: database-external`,
        });
        expect(choices.acknowledged).toEqual([]);
      }),
    );
  });
});
