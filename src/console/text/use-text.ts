import { useTranslation } from 'react-i18next';

/** The English text is the key. A key holds no `~`, which separates namespaces in the console. */
export type Translate = (text: string, values?: Readonly<Record<string, string | number>>) => string;

/** `t` of this plugin's texts, in the reader's language. */
export function useText(): Translate {
  const { t } = useTranslation('plugin__quay-migration-plugin');
  return t;
}
