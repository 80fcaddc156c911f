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
        message: 'is LocalStorage, a directory in the pods: the pods of the new registry have no such volume',
        remedy: remedy(location, drivers.size > 1),
      }));
  },
});

/** A location beside others may be a leftover in which no image is. */
function remedy(location: string, beside: boolean): string {
  const shown = shownLocation(location);
  const copy =
    'Copy the blobs to object storage, name it in DISTRIBUTED_STORAGE_CONFIG under the same location ' +
    `"${shown}" (rows in the database refer to it), and check that pulls work.`;
  if (!beside) return copy;
  return (
    `If no image is in it (select count(*) from imagestorageplacement p join imagestoragelocation l on l.id = ` +
    `p.location_id where l.name = '${shown}'; says 0), take the location out of ` +
    `DISTRIBUTED_STORAGE_CONFIG, _PREFERENCE and _DEFAULT_LOCATIONS. Otherwise: ${copy}`
  );
}
