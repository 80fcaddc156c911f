import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

/** As the console sets it up: the English text is the key, and plugins' texts are there before the first paint. */
export async function initTranslations(plugins: readonly string[]): Promise<void> {
  const language = new URLSearchParams(window.location.search).get('lng') ?? 'en';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    nsSeparator: '~',
    keySeparator: false,
    contextSeparator: '~',
    interpolation: { escapeValue: false },
    resources: {},
  });
  for (const plugin of plugins) {
    const namespace = `plugin__${plugin}`;
    for (const lng of new Set(['en', language])) {
      const answer = await fetch(`/api/plugins/${plugin}/locales/${lng}/${namespace}.json`);
      if (answer.ok) i18next.addResourceBundle(lng, namespace, await answer.json());
    }
  }
}

/** `%namespace~Text%` in an extension, in the language of the page. */
export function translated(text: string): string {
  const key = /^%(.+)%$/.exec(text)?.[1];
  return key === undefined ? text : i18next.t(key);
}
