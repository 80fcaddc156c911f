import { defineRule } from '../define-rule.ts';
import { isAtLeast } from '../../ecosystem/operators/operator-version.ts';
import { ecosystemObject } from '../object-names.ts';

const longestLabel = 63;

/** With a name that is too long, quay-operator blocks the rollout after it has created most of its objects. */
export const nameTooLong = defineRule({
  id: 'name-too-long',
  severity: 'blocker',
  covers: ['H37'],
  look: (facts) => {
    const { name, namespace, operator, access } = facts;
    // The pods of the Job NAME-quay-app-upgrade; up to 3.9 there is also the Service NAME-quay-config-editor.
    const longest = operator && !isAtLeast(operator, 3, 10) ? 44 : 46;
    const object = ecosystemObject(facts);
    const said = {
      object,
      field: 'metadata.name',
      remedy:
        'The new registry keeps the name, and a Kubernetes object cannot be renamed. Create a QuayRegistry with a ' +
        'shorter name manually, and restore the database into it.',
    };
    if (name.length > longest) {
      const message = `The name of ${object} has ${name.length} characters. With it, names of objects of ${['quay-operator', ...(operator ? [operator.version] : [])].join(' ')} would be too long: ${longest} characters are the limit`;
      return { ...said, message };
    }
    const probe = `${name}-test-route-${namespace}`;
    if (access.type !== 'Route' || probe.length <= longestLabel) return undefined;
    const message = `The host ${probe}, with which quay-operator tests the router, contains the name of ${object} and has ${probe.length} characters. The limit is ${longestLabel}`;
    return { ...said, message };
  },
});
