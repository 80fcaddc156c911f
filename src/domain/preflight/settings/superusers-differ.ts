import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject, editConfig } from '../object-names.ts';

/** The legacy operator writes them into config.yaml while it runs; a later edit is only in the QuayEcosystem. */
export const superusersDiffer = defineRule({
  id: 'superusers-differ',
  severity: 'warning',
  covers: [],
  look: (facts) => {
    const { document } = facts.config;
    const wanted = facts.ecosystem?.spec?.quay?.superusers ?? [];
    const value = document && configValue(document, 'SUPER_USERS');
    const present: readonly unknown[] = Array.isArray(value) ? value : [];
    const absent = wanted.filter((user) => !present.includes(user));
    if (!document || absent.length === 0 || onlyDefault(wanted, value)) return undefined;
    return {
      object: ecosystemObject(facts),
      field: 'spec.quay.superusers',
      message: `spec.quay.superusers names ${absent.join(', ')}, but SUPER_USERS of config.yaml does not. The new registry uses only config.yaml`,
      remedy: `If they are to be superusers, add them to SUPER_USERS: ${editConfig(facts)}. If the warning remains, acknowledge it.`,
    };
  },
});

/** The legacy operator fills in `quay` if nobody is named, and config.yaml may not have the key. */
function onlyDefault(wanted: readonly string[], value: unknown): boolean {
  return value === undefined && wanted.length === 1 && wanted[0] === 'quay';
}
