import { expect, test } from 'vitest';
import { diffConfig } from './config-diff.ts';
import { type ConfigDocument, parseConfigDocument } from './config-document.ts';

function parsed(text: string): ConfigDocument {
  const { document, problem } = parseConfigDocument(text);
  if (document === undefined) throw new Error(problem);
  return document;
}

test('says of each key what becomes of it, and why', () => {
  const before = parsed('PUBLIC_NAMESPACES: [1, a]\nDEFAULT_TAG_EXPIRATION: 2w\nMAIL_PORT: 1\nSET_UP:\n');
  const after = parsed('PUBLIC_NAMESPACES: [1, a]\nMAIL_PORT: 2\nSET_UP: false\nMY_SWITCH: true\n');
  expect(
    diffConfig(
      before,
      after,
      new Map([
        ['DEFAULT_TAG_EXPIRATION', 'why'],
        ['MAIL_PORT', 'because'],
        ['MY_SWITCH', 'new'],
        ['SET_UP', 'n'],
      ]),
    ),
  ).toEqual([
    { key: 'PUBLIC_NAMESPACES', change: 'kept', before: '[1,"a"]', reason: '' },
    { key: 'DEFAULT_TAG_EXPIRATION', change: 'removed', before: '"2w"', reason: 'why' },
    { key: 'MAIL_PORT', change: 'set', before: '1', after: '2', reason: 'because' },
    { key: 'SET_UP', change: 'set', before: 'null', after: 'false', reason: 'n' },
    { key: 'MY_SWITCH', change: 'added', after: 'true', reason: 'new' },
  ]);
});

test('a reason for what did not change is not told', () => {
  const document = parsed('MAIL_PORT: 1\n');
  expect(diffConfig(document, document, new Map([['MAIL_PORT', 'why']]))).toEqual([
    { key: 'MAIL_PORT', change: 'kept', before: '1', reason: '' },
  ]);
});

test('long values are cut, big integers are whole', () => {
  const before = parsed(`REGISTRY_TITLE: ${'x'.repeat(300)}\nMAIL_PORT: ${'7'.repeat(77)}\n`);
  const [long, big] = diffConfig(before, parsed('A: 1\n'), new Map());
  expect(long?.before).toHaveLength(120);
  expect(long?.before).toMatch(/x…$/);
  expect(big?.before).toBe('7'.repeat(77));
});

test('a string of digits is not the number', () => {
  const [difference] = diffConfig(parsed('MAIL_PORT: 5\n'), parsed('MAIL_PORT: "5"\n'), new Map());
  expect(difference).toMatchObject({ change: 'set', before: '5', after: '"5"' });
});

test('a change inside of a mapping is one, whether it is shown or not', () => {
  const redis = (password: string) => parsed(`BUILDLOGS_REDIS: {host: a, port: 6379, password: ${password}}\n`);
  const shown = '{"host":"a","port":6379,"(hidden)":"(hidden)"}';
  expect(diffConfig(redis('hunter2'), redis('hunter3'), new Map())).toEqual([
    { key: 'BUILDLOGS_REDIS', change: 'set', before: shown, after: shown, reason: '' },
  ]);
  expect(diffConfig(redis('hunter2'), redis('hunter2'), new Map())[0]?.change).toBe('kept');
});

test('what is not known to be harmless is hidden, its name too where it is none of a setting', () => {
  const before = parsed('hunter2: 1\nSOME_SETTING: hunter2\nSECRET_KEY: 7\nDB_URI: "postgresql://u:hunter2@h/d"\n');
  const shown = diffConfig(before, parsed('A: 1\n'), new Map());
  expect(JSON.stringify(shown)).not.toContain('hunter2');
  expect(shown.map(({ key, before: value }) => [key, value])).toEqual([
    ['(hidden)', '(hidden)'],
    ['SOME_SETTING', '(hidden)'],
    ['SECRET_KEY', '(hidden)'],
    ['DB_URI', '(hidden)'],
    ['(hidden)', undefined],
  ]);
});
