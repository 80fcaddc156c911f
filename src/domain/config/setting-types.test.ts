import { expect, test } from 'vitest';
import { type SettingType, hasType, settingTypes } from './setting-types.ts';

const values: Readonly<Record<string, unknown>> = {
  text: 'a',
  'empty text': '',
  whole: 7,
  large: 10n ** 20n,
  fraction: 1.5,
  'no number': Number.NaN,
  yes: true,
  no: false,
  list: [],
  mapping: {},
  nothing: null,
};

test.each<[SettingType, readonly string[]]>([
  ['string', ['text', 'empty text']],
  ['int', ['whole', 'large']],
  ['bool', ['yes', 'no']],
  ['list', ['list']],
])('%s is what YAML makes of it, and nothing that only looks like it', (type, fitting) => {
  expect(Object.keys(values).filter((name) => hasType(values[name], type))).toEqual(fitting);
});

test.each<[string, SettingType]>([
  ['DB_URI', 'string'],
  ['MAIL_PORT', 'int'],
  ['FEATURE_REPO_MIRROR', 'bool'],
  ['LDAP_BASE_DN', 'list'],
])('%s has to be of type %s', (key, type) => {
  expect(settingTypes[key]).toBe(type);
});
