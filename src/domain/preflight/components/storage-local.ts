import { shownLocation } from '../../redaction/shown-settings.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';
import { storageDrivers } from './storage-drivers.ts';

export const storageLocal = defineRule({
  id: 'storage-local',
  severity: 'blocker',
  covers: ['H25', 'B19'],
  look: (facts) => {
    const drivers = storageDrivers(facts) ?? new Map<string, string>();
    return [...drivers]
      .filter(([, driver]) => driver === 'LocalStorage')
      .map(([location]) => ({
        object: configSecretObject(facts),
        field: `data[config.yaml]: DISTRIBUTED_STORAGE_CONFIG.${shownLocation(location)}`,
        message: `DISTRIBUTED_STORAGE_CONFIG.${shownLocation(location)} of config.yaml uses LocalStorage, a directory in the pods. The pods of the new registry have no such volume`,
        remedy: remedy(location, drivers.size > 1),
      }));
  },
});

/** One of several locations may be a leftover without images. */
function remedy(location: string, beside: boolean): string {
  const shown = shownLocation(location);
  const copy =
    'Copy the blobs to object storage, configure it in DISTRIBUTED_STORAGE_CONFIG under the same location ' +
    `"${shown}" (rows in the database refer to it), and check that pulls work.`;
  if (!beside) return copy;
  return (
    `${copy} If the location has no images (select count(*) from imagestorageplacement p join imagestoragelocation l on l.id = ` +
    `p.location_id where l.name = '${shown}'; returns 0), you can remove it from ` +
    `DISTRIBUTED_STORAGE_CONFIG, _PREFERENCE and _DEFAULT_LOCATIONS instead.`
  );
}
