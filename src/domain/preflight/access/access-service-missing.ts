import { absence, objectIn } from '../object-names.ts';
import { defineRule } from '../define-rule.ts';

export const accessServiceMissing = defineRule({
  id: 'access-service-missing',
  severity: 'blocker',
  covers: ['H26'],
  look: (facts) => {
    const { type, service } = facts.access;
    if (type === 'Route' || service) return undefined;
    const name = `${facts.name}-quay`;
    return {
      object: objectIn(facts, 'Service', name),
      field: 'metadata.name',
      message: absence(facts, 'services', `a registry behind a ${type} is reached through it`),
      remedy: `Make it as it was, or, if clients use a Route, set spec.quay.externalAccess.type: Route.`,
    };
  },
});
