import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';
import { lostSettings } from './pod-settings.ts';

/** Settings of pods that no longer exist, or whose sizes do not apply to the new ones: no decision is needed. */
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
          ? `spec.${path} is not carried over: quay-operator starts two pods, and their autoscaler adds more if needed`
          : `spec.${path} is not carried over: it belongs to pods of the old registry that are replaced by others, whose size quay-operator sets itself`,
        remedy:
          'No action is required. The settings of the new pods are in the QuayRegistry and can be changed there with overrides.',
      })),
});
