import { configValue } from '../../config/config-document.ts';
import { isMapping } from '../../ecosystem/check-fields.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';

/** `DISTRIBUTED_STORAGE_CONFIG: {location: [driver, arguments]}`: the drivers by location; undefined when there are none. */
export function storageDrivers({ config }: EcosystemFacts): ReadonlyMap<string, string> | undefined {
  const value = config.document && configValue(config.document, 'DISTRIBUTED_STORAGE_CONFIG');
  if (!isMapping(value)) return undefined;
  const drivers = Object.entries(value).flatMap(([location, entry]) => {
    const driver: unknown = Array.isArray(entry) ? entry[0] : undefined;
    return typeof driver === 'string' ? [[location, driver] as const] : [];
  });
  return drivers.length === 0 ? undefined : new Map(drivers);
}
