import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';
import { lostSettings } from './pod-settings.ts';

/** CAs for Clair: quay-operator 3.9 to 3.18 gives every `extra_ca_cert_NAME` of the bundle to Clair v4 as well. */
const instead: Readonly<Record<string, string>> = {
  'clair.configFiles':
    'If Clair needs a CA from these files, add it to the config Secret as extra_ca_cert_NAME.crt, which Clair v4 receives ' +
    'as well. Settings of Clair v2 have no effect on Clair v4. Then acknowledge this warning.',
};

export const settingsNotCarried = defineRule({
  id: 'settings-not-carried',
  severity: 'warning',
  covers: ['H30', 'B18'],
  look: (facts, choices) =>
    lostSettings(facts, choices)
      .filter(({ matters }) => matters)
      .map(({ path }) => ({
        object: ecosystemObject(facts),
        field: `spec.${path}`,
        message: `spec.${path} is set, but the QuayRegistry does not carry it over. The new pods start with the defaults of quay-operator`,
        remedy:
          instead[path] ??
          'Check whether the defaults are sufficient, and acknowledge this warning. If they are not, set overrides on the component after the migration.',
      })),
});
