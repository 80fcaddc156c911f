import type { Translate } from './use-text.ts';

/** The English text, as i18next makes it. */
export const english: Translate = (text, values = {}) =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(values[name]));
