import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FieldShape, checkFields } from './check-fields.ts';

const shape: FieldShape = {
  type: 'mapping',
  fields: {
    name: { type: 'string' },
    size: { type: 'string', format: { words: 'a size', accepts: (text) => /^\d+$/.test(text) } },
    kind: { type: 'string', oneOf: ['one', 'other'] },
    count: { type: 'number' },
    on: { type: 'boolean' },
    labels: { type: 'strings' },
    list: { type: 'list', items: { type: 'mapping', fields: { name: { type: 'string' } } } },
    envVars: { type: 'list', items: { type: 'mapping', fields: { value: { type: 'string' } } } },
  },
};

describe('checkFields', () => {
  test.each([
    [{ name: 1 }, 'spec.name', 'must be a string, but is the number 1'],
    [{ name: ['a'] }, 'spec.name', 'must be a string, but is a list'],
    [{ name: 'x', size: 'big' }, 'spec.size', 'must be a size, but is the string "big"'],
    [{ kind: 'third' }, 'spec.kind', 'must be one of one, other, but is the string "third"'],
    [{ count: '2' }, 'spec.count', 'must be a number, but is the string "2"'],
    [{ on: 'yes' }, 'spec.on', 'must be a boolean, but is the string "yes"'],
    [{ labels: { a: 1 } }, 'spec.labels.a', 'must be a string, but is the number 1'],
    [{ labels: [] }, 'spec.labels', 'must be a mapping of strings, but is a list'],
    [{ list: {} }, 'spec.list', 'must be a list, but is a mapping'],
    [{ list: [{ name: 'a' }, { name: true }] }, 'spec.list[1].name', 'must be a string, but is the boolean true'],
    [{ list: [null] }, 'spec.list[0]', 'must be a mapping, but is null'],
    [{ name: 5, list: 'x'.repeat(100) }, 'spec.name', 'must be a string, but is the number 5'],
    ['text', 'spec', 'must be a mapping, but is the string "text"'],
  ])('%j', (value, field, problem) => {
    expect(checkFields(value, shape, 'spec').problems[0]).toEqual({ field, kind: 'wrong-type', problem });
  });

  test('leaves out what is wrong and null, and keeps what it does not know', () => {
    const value = { name: 1, count: 2, kind: '', size: null, other: { a: [1] }, list: [{ name: 3, more: 4 }] };
    expect(checkFields(value, shape, 'spec').value).toEqual({
      count: 2,
      kind: '',
      other: { a: [1] },
      list: [{ more: 4 }],
    });
  });

  test('does not show values of environment variables, which may be passwords', () => {
    const { problems } = checkFields({ envVars: [{ value: 12345 }] }, shape, 'spec');
    expect(problems[0]?.problem).toBe('must be a string, but is a number');
  });

  test('what it keeps has no problems any more', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (name, rest) => {
        const { value } = checkFields({ name, size: name, count: name, list: rest, labels: rest }, shape, 'spec');
        expect(checkFields(value, shape, 'spec').problems).toEqual([]);
      }),
    );
  });
});
