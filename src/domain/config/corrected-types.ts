import { isScalar } from 'yaml';
import type { ConfigChange } from './config-change.ts';
import { type ConfigDocument, configEntries } from './config-document.ts';
import { hasType, settingTypes } from './setting-types.ts';

/**
 * Settings whose value is what Quay wants, in another type: a number where a text belongs, as it stands there, and a
 * number in quotes. A yes or no in quotes is none of them: Quay 3.3 took "false" for yes.
 */
export function correctedTypes(document: ConfigDocument): readonly ConfigChange[] {
  return [...configEntries(document)].flatMap(([key, value]): readonly ConfigChange[] => {
    const type = Object.hasOwn(settingTypes, key) ? settingTypes[key] : undefined;
    if (type === undefined || value === null || hasType(value, type)) return [];
    if (type === 'string' && (typeof value === 'number' || typeof value === 'bigint')) {
      const reason = 'Current Quay versions do not start with a number here; the value is the same text in quotes';
      return [{ key, action: 'set', value: textOf(document, key, value), reason }];
    }
    if (type === 'int' && typeof value === 'string' && /^\d{1,9}$/.test(value.trim())) {
      const reason = 'Current Quay versions do not start with a string here; the value is the same number';
      return [{ key, action: 'set', value: Number(value), reason }];
    }
    return [];
  });
}

function textOf(document: ConfigDocument, key: string, value: number | bigint): string {
  const node: unknown = document.get(key, true);
  return (isScalar(node) ? node.source : undefined) ?? String(value);
}
