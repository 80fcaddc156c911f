import { defineRule } from '../define-rule.ts';
import { configSecretObject, editConfig } from '../object-names.ts';
import { storageDrivers } from './storage-drivers.ts';

export const storageMissing = defineRule({
  id: 'storage-missing',
  severity: 'blocker',
  covers: ['H25'],
  look: (facts) => {
    if (facts.config.document === undefined || storageDrivers(facts)) return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: DISTRIBUTED_STORAGE_CONFIG',
      message:
        'DISTRIBUTED_STORAGE_CONFIG of config.yaml names no storage. quay-operator rejects a QuayRegistry whose object storage is neither managed nor configured',
      remedy: `Configure the storage that holds the images: ${editConfig(facts)}.`,
    };
  },
});
