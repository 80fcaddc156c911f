import { dataOf } from '../../ecosystem/read-config.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject, editConfig } from '../object-names.ts';

export const configYamlUnparsable = defineRule({
  id: 'config-yaml-unparsable',
  severity: 'blocker',
  covers: ['H20'],
  look: (facts) => {
    const { secret, document, problem } = facts.config;
    const present = (dataOf(secret)['config.yaml'] ?? '').trim() !== '';
    if (!present || document !== undefined) return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]',
      message: `config.yaml cannot be parsed: ${problem ?? 'it is not a mapping'}`,
      remedy: `Correct config.yaml: ${editConfig(facts)}.`,
    };
  },
});
