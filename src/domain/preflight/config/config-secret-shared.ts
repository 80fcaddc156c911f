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
    return {
      object: configSecretObject(facts),
      field: 'metadata.name',
      message:
        `is shared with QuayEcosystem ${others.join(', ')}: it holds the configuration of one of them only, and keys ` +
        'and database of the wrong registry would be migrated',
      remedy:
        'Leave one QuayEcosystem in this namespace. One that runs nothing any more can be deleted after its owner ' +
        `reference was taken off the Secret; of two that run, move one: oc get quayecosystems -n ${facts.namespace}.`,
    };
  },
});
