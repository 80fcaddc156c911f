import { defineRule } from '../define-rule.ts';
import { dataOf } from '../../ecosystem/read-config.ts';
import { configSecretObject } from '../object-names.ts';

export const configYamlMissing = defineRule({
  id: 'config-yaml-missing',
  severity: 'blocker',
  covers: ['H20'],
  look: (facts) => {
    const { secret } = facts.config;
    if (secret === undefined || (dataOf(secret)['config.yaml'] ?? '').trim() !== '') return undefined;
    const object = configSecretObject(facts);
    return {
      object,
      field: 'data[config.yaml]',
      message: `config.yaml of ${object} is missing or empty. The setup of this registry was never completed, or its configuration is lost`,
      remedy: `Recover config.yaml from a running pod: oc exec deployment/${facts.name}-quay -n ${facts.namespace} -- cat /conf/stack/config.yaml.`,
    };
  },
});
