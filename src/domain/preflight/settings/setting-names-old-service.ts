import { bundleSettings } from '../config/bundle-settings.ts';
import { defineRule } from '../define-rule.ts';
import { leavingServices, namedServices } from './legacy-hosts.ts';
import { configSecretObject } from '../object-names.ts';

/** Of what config.yaml will hold: what the mapping takes out or the operator writes anew names nothing old. */
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
        message: `names Service ${service} of the old registry, which has no pods after the freeze and goes with the QuayEcosystem: what uses this setting fails in the new registry`,
        remedy: `${instead(facts.name, service)} Change it in the config bundle of the new registry (Secret ${facts.name}-quay-migration-bundle) when the migration is done, and acknowledge this.`,
      }),
    );
  },
});

/** The Services of quay-operator 3.9 to 3.18; its Redis has no password. */
function instead(name: string, service: string): string {
  if (service === `${name}-redis`) {
    return `The Redis of the new registry is ${name}-quay-redis, port 6379, without a password; another one of your own does too.`;
  }
  if (service === `${name}-quay`) return `The Service of the new registry is ${name}-quay-app.`;
  return 'Nothing takes its place under another name.';
}
