import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';
import { lostSettings } from './pod-settings.ts';

/** Settings of pods that there will not be, or whose sizes mean nothing for the new ones: told, not asked. */
export const settingsDropped = defineRule({
  id: 'settings-dropped',
  severity: 'info',
  covers: ['H30', 'B18'],
  look: (facts, choices) =>
    lostSettings(facts, choices)
      .filter(({ matters }) => !matters)
      .map(({ path }) => ({
        object: ecosystemObject(facts),
        field: `spec.${path}`,
        message: /[rR]eplicas$/.test(path)
          ? 'is not carried over: the new pods are two, and their autoscaler starts more of them where they are needed'
          : 'is not carried over: it belongs to pods of the old registry that are replaced by others, which the new operator sizes itself',
        remedy: 'Nothing; what the new pods get is in the QuayRegistry, and can be changed there by overrides.',
      })),
});
