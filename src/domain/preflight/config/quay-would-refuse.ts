import { quayRefusals } from '../../config/quay-refusals.ts';
import { isAtLeast } from '../../ecosystem/operators/operator-version.ts';
import { bundleSettings } from './bundle-settings.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject, editConfig } from '../object-names.ts';

/**
 * The pods of the new registry validate their configuration before they start (Quay 3.4 and newer), and would exit with
 * these errors. The step `prepare` runs the validation itself, which finds more.
 */
export const quayWouldRefuse = defineRule({
  id: 'quay-would-refuse',
  severity: 'blocker',
  covers: ['B21'],
  look: (facts, _choices, bundle) => {
    if (facts.config.document === undefined) return undefined;
    const fullNames = facts.operator !== undefined && isAtLeast(facts.operator, 3, 18);
    return quayRefusals(bundleSettings(bundle), fullNames).map(({ key, problem }) => ({
      object: configSecretObject(facts),
      field: `data[config.yaml]: ${key}`,
      message: `${key} of config.yaml ${problem}. Quay of the new registry would not start`,
      remedy: `Correct the setting: ${editConfig(facts)}. Quay 3.3 accepts the corrected setting as well.`,
    }));
  },
});
