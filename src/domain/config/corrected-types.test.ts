import { expect, test } from 'vitest';
import { parseConfigDocument } from './config-document.ts';
import { correctedTypes } from './corrected-types.ts';

function corrected(text: string): readonly (readonly [string, unknown])[] {
  const { document } = parseConfigDocument(text);
  if (document === undefined) throw new Error('the text is no YAML');
  return correctedTypes(document).map((change) => [change.key, 'value' in change ? change.value : undefined]);
}

test.each<[string, readonly (readonly [string, unknown])[]]>([
  ['REGISTRY_TITLE: 2020\n', [['REGISTRY_TITLE', '2020']]],
  ['REGISTRY_TITLE: 1.10\n', [['REGISTRY_TITLE', '1.10']]],
  ['MAIL_PASSWORD: 0777\n', [['MAIL_PASSWORD', '0777']]],
  ['MAIL_PASSWORD: 99999999999999999999\n', [['MAIL_PASSWORD', '99999999999999999999']]],
  ["MAIL_PORT: '587'\n", [['MAIL_PORT', 587]]],
  ["MAIL_PORT: ' 587 '\n", [['MAIL_PORT', 587]]],
  [
    "MAIL_PORT: '587'\nREGISTRY_TITLE: 7\n",
    [
      ['MAIL_PORT', 587],
      ['REGISTRY_TITLE', '7'],
    ],
  ],
])('%j is written as Quay wants it', (text, changes) => {
  expect(corrected(text)).toEqual(changes);
});

test.each([
  ['the type is right', 'REGISTRY_TITLE: Quay\nMAIL_PORT: 587\nFEATURE_MAILING: true\n'],
  ['there is no value', 'REGISTRY_TITLE:\nMAIL_PORT: null\n'],
  ['a text that is no number', "MAIL_PORT: smtp\nSEARCH_RESULTS_PER_PAGE: '1a'\nREPO_MIRROR_INTERVAL: 'a1'\n"],
  ['a number that is too long to be meant', "MAIL_PORT: '1234567890'\n"],
  ['a yes or no in quotes, which Quay 3.3 took for yes', "FEATURE_MAILING: 'false'\n"],
  ['a yes or no where a text belongs', 'REGISTRY_TITLE: true\n'],
  ['a number where a list or a yes or no belongs', 'LDAP_BASE_DN: 7\nFEATURE_MAILING: 1\n'],
  ['a number where a whole one belongs', 'MAIL_PORT: 1.5\n'],
  ['settings without a type that counts', "OTHER: 7\nconstructor: 7\ntoString: '7'\n"],
])('nothing is written anew: %s', (_title, text) => {
  expect(corrected(text)).toEqual([]);
});
