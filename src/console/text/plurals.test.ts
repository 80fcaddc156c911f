import { createInstance } from 'i18next';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = dirname(dirname(dirname(import.meta.dirname)));
const namespace = 'plugin__quay-migration-plugin';
const english: unknown = JSON.parse(await readFile(join(root, `locales/en/${namespace}.json`), 'utf8'));

/** i18next as consoles set it up, read in a language that this plugin has no texts of. */
async function textIn(language: string, count: number): Promise<string> {
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    fallbackLng: 'en',
    load: 'languageOnly',
    nsSeparator: '~',
    keySeparator: false,
    contextSeparator: '~',
    interpolation: { escapeValue: false },
    resources: { en: { [namespace]: english as Record<string, string> } },
  });
  return i18n.t('Resolve {{count}} blockers to continue.', { ns: namespace, count });
}

test.each([
  ['en', 1, 'Resolve 1 blocker to continue.'],
  ['en', 3, 'Resolve 3 blockers to continue.'],
  ['ja', 1, 'Resolve 1 blocker to continue.'],
  ['fr', 3, 'Resolve 3 blockers to continue.'],
])('in %s, %d', async (language, count, text) => {
  expect(await textIn(language, count)).toBe(text);
});
