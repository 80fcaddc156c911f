import { absence, objectIn } from '../object-names.ts';
import { defineRule } from '../define-rule.ts';

export const accessServiceMissing = defineRule({
  id: 'access-service-missing',
  severity: 'blocker',
  covers: ['H26'],
  look: (facts) => {
    const { type, service } = facts.access;
    if (type === 'Route' || service) return undefined;
    const object = objectIn(facts, 'Service', `${facts.name}-quay`);
    return {
      object,
      field: 'metadata.name',
      message: absence(facts, {
        object,
        resource: 'services',
        consequence: `With access type ${type}, clients reach the registry through this Service`,
      }),
      remedy:
        'Restore the Service as it was. If clients use a Route, set spec.quay.externalAccess.type: Route instead.',
    };
  },
});
