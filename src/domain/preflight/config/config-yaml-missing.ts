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
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]',
      message: 'is missing or empty: the setup of this registry was never finished, or its configuration is lost',
      remedy: `Save it from a pod that runs: oc exec deployment/${facts.name}-quay -n ${facts.namespace} -- cat /conf/stack/config.yaml.`,
    };
  },
});
