import type { EcosystemFacts } from '../ecosystem/facts.ts';
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
        remedy: remedy(facts, location),
      })),
});

/** A location beside others may be a leftover in which no image is. */
function remedy(facts: EcosystemFacts, location: string): string {
  const copy =
    'Copy the blobs to object storage, name it in DISTRIBUTED_STORAGE_CONFIG under the same location ' +
    `"${shownLocation(location)}" (rows in the database refer to it), and check that pulls work.`;
  if ((storageDrivers(facts)?.size ?? 0) < 2) return copy;
  return (
    `If no image is in it (select count(*) from imagestorageplacement p join imagestoragelocation l on l.id = ` +
    `p.location_id where l.name = '${location.replaceAll("'", "''")}'; says 0), take the location out of ` +
    `DISTRIBUTED_STORAGE_CONFIG, _PREFERENCE and _DEFAULT_LOCATIONS. Otherwise: ${copy}`
  );
}
