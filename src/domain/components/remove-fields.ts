import { configKeys } from '../config/config-document.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { ConfigChange } from '../config/config-change.ts';

/** Removes those of the keys that exist. */
export function removeFields(facts: EcosystemFacts, keys: readonly string[], reason: string): readonly ConfigChange[] {
  const present = facts.config.document === undefined ? [] : configKeys(facts.config.document);
  return keys.filter((key) => present.includes(key)).map((key) => ({ key, action: 'remove', reason }));
}
