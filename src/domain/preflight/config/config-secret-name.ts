import { secrets } from '../../../k8s/resource.ts';
import { describeObject } from '../../../k8s/object.ts';
import { isAtLeast } from '../../ecosystem/operators/operator-version.ts';
import { objectsOf } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';

/** quay-operator 3.13 and newer treats every Secret with this prefix as an outdated one of its own. */
export const configSecretNameRule = defineRule({
  id: 'config-secret-name',
  severity: 'blocker',
  covers: [],
  look: (facts) => {
    const { operator } = facts;
    if (facts.quayRegistry || (operator && !isAtLeast(operator, 3, 13))) return undefined;
    return objectsOf(facts.snapshot, secrets)
      .filter(({ metadata }) => metadata.namespace === facts.namespace)
      .filter(({ metadata }) => metadata.name.startsWith(`${facts.name}-quay-config-secret`))
      .map((found) => ({
        object: describeObject(found),
        field: 'metadata.name',
        message: `${describeObject(found)} would be deleted: quay-operator deletes every Secret whose name begins with ${facts.name}-quay-config-secret, whoever created it`,
        remedy:
          `If the Secret is still needed, save it under another name. Then delete it: oc delete secret ${found.metadata.name} ` +
          `-n ${facts.namespace}.`,
      }));
  },
});
