import type { ConfigChange } from '../components/decision.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { type ConfigDocument, configEntries, configKeys, configValue } from './config-document.ts';
import { clairV2Fields, garbageCollectionFields, signingFields } from './field-groups.ts';

/** Changes of config.yaml that belong to no component. */
export function generalChanges(document: ConfigDocument, facts: EcosystemFacts): readonly ConfigChange[] {
  const present = new Set(configKeys(document));
  const removed = (keys: readonly string[], reason: string): ConfigChange[] =>
    keys.filter((key) => present.has(key)).map((key) => ({ key, action: 'remove', reason }));
  return [
    ...removed(signingFields, 'Quay no longer signs ACI images'),
    ...removed(clairV2Fields, 'Clair v2 is gone; the new registry is scanned by Clair v4'),
    ...nulls(document),
    ...garbageCollectionFields.map((key): ConfigChange => ({
      key,
      action: 'set',
      value: false,
      reason:
        'a blob that the new registry deletes would be missing after a rollback; held until the migration is final',
    })),
    ...expiration(document, present),
    ...hostname(document, facts),
  ];
}

/** `REPO_MIRROR_SERVER_HOSTNAME: null` and its like: the operator's validation wants a string where a key is. */
function nulls(document: ConfigDocument): ConfigChange[] {
  return [...configEntries(document)]
    .filter(([, value]) => value === null)
    .map(([key]) => ({ key, action: 'remove', reason: 'the legacy configuration app wrote null for “not set”' }));
}

/** quay-operator fills a missing TAG_EXPIRATION_OPTIONS with ["2w"]; another default would then stop Quay from starting. */
function expiration(document: ConfigDocument, present: ReadonlySet<string>): ConfigChange[] {
  const value = configValue(document, 'DEFAULT_TAG_EXPIRATION');
  if (present.has('TAG_EXPIRATION_OPTIONS') || typeof value !== 'string') return [];
  return [
    {
      key: 'TAG_EXPIRATION_OPTIONS',
      action: 'set',
      value: [...new Set(['0s', '1d', '1w', '2w', '4w', value])],
      reason: 'Quay refuses to start when DEFAULT_TAG_EXPIRATION is none of the options',
    },
  ];
}

/** The name that people pull by; where the old configuration leaves it to the Route, the new one names it. */
function hostname(document: ConfigDocument, facts: EcosystemFacts): ConfigChange[] {
  if (typeof configValue(document, 'SERVER_HOSTNAME') === 'string' || facts.config.hostname === '') return [];
  const reason = 'config.yaml did not name the host; the Route does';
  return [{ key: 'SERVER_HOSTNAME', action: 'set', value: facts.config.hostname, reason }];
}
