import { shownDriver } from '../../redaction/shown-settings.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';
import { storageDrivers } from './storage-drivers.ts';

/** The official migrator only read the QuayEcosystem, and rejected registries like this one. */
export const storageAsConfigured = defineRule({
  id: 'storage-as-configured',
  severity: 'info',
  covers: ['H25', 'B19'],
  look: (facts) => {
    const quay = facts.ecosystem?.spec?.quay;
    const drivers = storageDrivers(facts);
    if (!drivers || [...drivers.values()].includes('LocalStorage')) return undefined;
    const local = quay?.registryBackends?.findIndex((backend) => backend.local !== undefined) ?? -1;
    const field =
      local >= 0 ? `spec.quay.registryBackends[${local}].local` : quay?.registryStorage && 'spec.quay.registryStorage';
    if (field === undefined) return undefined;
    return {
      object: ecosystemObject(facts),
      field,
      message: `config.yaml takes precedence: it uses ${[...drivers.values()].map(shownDriver).join(', ')}, although the QuayEcosystem specifies local storage`,
      remedy: 'No action is required.',
    };
  },
});
