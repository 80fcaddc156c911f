import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';
import { lostSettings } from './pod-settings.ts';

/** CAs for Clair: quay-operator 3.9 to 3.18 gives every `extra_ca_cert_NAME` of the bundle to Clair v4 as well. */
const instead: Readonly<Record<string, string>> = {
  'clair.configFiles':
    'If Clair needs a CA from it, put that into the config Secret as extra_ca_cert_NAME.crt, which the new Clair is ' +
    'given too; the settings of a Clair v2 mean nothing to it. Then acknowledge this.',
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
        message:
          'is set, and nothing in the QuayRegistry carries it over: the new pods start with the defaults of the new operator',
        remedy:
          instead[path] ??
          'See whether the defaults do; if not, set overrides on the component after the migration. Then acknowledge this.',
      })),
});
