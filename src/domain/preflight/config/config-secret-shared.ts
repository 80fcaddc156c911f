import { quayEcosystems } from '../../../k8s/resource.ts';
import { objectsOf } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/** The name of the config Secret is fixed, so that all QuayEcosystems of a namespace share one. */
export const configSecretShared = defineRule({
  id: 'config-secret-shared',
  severity: 'blocker',
  covers: ['H31', 'B13'],
  look: (facts) => {
    const others = objectsOf(facts.snapshot, quayEcosystems)
      .filter(({ metadata }) => metadata.namespace === facts.namespace && metadata.name !== facts.name)
      .map(({ metadata }) => metadata.name);
    if (others.length === 0) return undefined;
    const object = configSecretObject(facts);
    return {
      object,
      field: 'metadata.name',
      message:
        `${object} is shared with QuayEcosystem ${others.join(', ')}. It holds the configuration of only one of them, so ` +
        'the keys and the database of the wrong registry could be migrated',
      remedy:
        `Keep one QuayEcosystem in this namespace: oc get quayecosystems -n ${facts.namespace}. Delete one that is no ` +
        'longer used after you remove its owner reference from the Secret. If two are used, move one to another namespace.',
    };
  },
});
