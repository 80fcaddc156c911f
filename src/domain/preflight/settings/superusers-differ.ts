import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject, editConfig } from '../object-names.ts';

/** The legacy operator writes them into config.yaml while it runs; an edit since then is in the QuayEcosystem alone. */
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
      message: `names ${absent.join(', ')}, but SUPER_USERS of config.yaml does not, which is all that counts for the new registry`,
      remedy: `If they are to be superusers, put them into SUPER_USERS: ${editConfig(facts)}. Then acknowledge what is left.`,
    };
  },
});

/** The legacy operator fills in `quay` where nobody named one, and config.yaml may say nothing. */
function onlyDefault(wanted: readonly string[], value: unknown): boolean {
  return value === undefined && wanted.length === 1 && wanted[0] === 'quay';
}
