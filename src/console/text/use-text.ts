import { useTranslation } from 'react-i18next';

const namespace = 'plugin__quay-migration-plugin';

/**
 * The English text is the key. A key holds no `~`, which separates namespaces in the console. With a `count` among the
 * values, i18next adds the plural form of the reader's language to the key: `_one` and `_other` in English.
 */
export type Translate = (text: string, values?: Readonly<Record<string, string | number>>) => string;

/** `t` of this plugin's texts, in the reader's language. */
export function useText(): Translate {
  const { t } = useTranslation(namespace);
  return t;
}

/** The language that the reader has chosen in the console, as `Intl` takes it. */
export function useLanguage(): string {
  const { i18n } = useTranslation(namespace);
  return i18n.language;
}
