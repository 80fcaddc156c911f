import { defineRule } from '../define-rule.ts';
import { isAtLeast } from '../../ecosystem/operators/operator-version.ts';
import { ecosystemObject } from '../object-names.ts';

const longestLabel = 63;

/** quay-operator answers a name that is too long with a blocked roll-out, after it has made most of its objects. */
export const nameTooLong = defineRule({
  id: 'name-too-long',
  severity: 'blocker',
  covers: ['H37'],
  look: (facts) => {
    const { name, namespace, operator, access } = facts;
    // The pods of the Job NAME-quay-app-upgrade; up to 3.9 there is also the Service NAME-quay-config-editor.
    const longest = operator && !isAtLeast(operator, 3, 10) ? 44 : 46;
    const said = {
      object: ecosystemObject(facts),
      field: 'metadata.name',
      remedy:
        'The new registry keeps the name, and a Kubernetes object cannot be renamed. Create a QuayRegistry with a ' +
        'shorter name by hand, and restore the database into it.',
    };
    if (name.length > longest) {
      const message = `has ${name.length} characters; quay-operator ${operator?.version ?? ''} makes objects whose names fit only with ${longest}`;
      return { ...said, message };
    }
    const probe = `${name}-test-route-${namespace}`;
    if (access.type !== 'Route' || probe.length <= longestLabel) return undefined;
    const message = `makes the host ${probe}, by which quay-operator tries the router, ${probe.length} characters long; ${longestLabel} is the limit`;
    return { ...said, message };
  },
});
