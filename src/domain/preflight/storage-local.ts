import { shownLocation } from '../redaction/shown-settings.ts';
import { defineRule } from './define-rule.ts';
import { configSecretObject } from './object-names.ts';
import { storageDrivers } from './storage-drivers.ts';

export const storageLocal = defineRule({
  id: 'storage-local',
  severity: 'blocker',
  covers: ['H25', 'B19'],
  look: (facts) =>
    [...(storageDrivers(facts) ?? [])]
      .filter(([, driver]) => driver === 'LocalStorage')
      .map(([location]) => ({
        object: configSecretObject(facts),
        field: `data[config.yaml]: DISTRIBUTED_STORAGE_CONFIG.${shownLocation(location)}`,
        message: 'is LocalStorage, a directory in the pods: the pods of the new registry have no such volume',
        remedy:
          'Copy the blobs to object storage, name it in DISTRIBUTED_STORAGE_CONFIG under the same location ' +
          `"${shownLocation(location)}" (rows in the database refer to it), and check that pulls work.`,
      })),
});
