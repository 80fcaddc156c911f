import { bundleSettings } from '../config/bundle-settings.ts';
import { defineRule } from '../define-rule.ts';
import { leavingServices, namedServices } from './legacy-hosts.ts';
import { configSecretObject } from '../object-names.ts';

/** Checks the new config.yaml: settings that the mapping removes or quay-operator rewrites are not affected. */
export const settingNamesOldService = defineRule({
  id: 'setting-names-old-service',
  severity: 'warning',
  covers: ['H38', 'H28'],
  look: (facts, choices, bundle) => {
    if (facts.config.document === undefined) return undefined;
    const leaving = leavingServices(facts, choices);
    return namedServices(Object.fromEntries(bundleSettings(bundle)), { namespace: facts.namespace, leaving }).map(
      ({ path, service }) => ({
        object: configSecretObject(facts),
        field: `data[config.yaml]: ${path}`,
        message: `${path} of config.yaml names Service ${service} of the old registry, which has no pods after the freeze and is deleted with the QuayEcosystem. What uses this setting fails in the new registry`,
        remedy: `Acknowledge this warning. After the migration, change the setting in the config bundle of the new registry (Secret ${facts.name}-quay-migration-bundle). ${instead(facts.name, service)}`,
      }),
    );
  },
});

/** The Services of quay-operator 3.9 to 3.18; its Redis has no password. */
function instead(name: string, service: string): string {
  if (service === `${name}-redis`) {
    return `The Redis of the new registry is ${name}-quay-redis, port 6379, without a password. You can also use your own.`;
  }
  if (service === `${name}-quay`) return `The Service of the new registry is ${name}-quay-app.`;
  return 'The new registry has no equivalent Service.';
}
