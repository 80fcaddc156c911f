import { describeObject } from '../../../k8s/object.ts';
import { defineRule } from '../define-rule.ts';

export const terminationDrift = defineRule({
  id: 'termination-drift',
  severity: 'info',
  covers: ['H18'],
  look: (facts) => {
    const { type, route, termination } = facts.access;
    const said = facts.ecosystem?.spec?.quay?.externalAccess?.tls?.termination ?? '';
    if (type !== 'Route' || !route || said === '' || said === termination) return undefined;
    return {
      object: describeObject(route),
      field: 'spec.tls.termination',
      message: `is ${termination}, while the QuayEcosystem says ${said}; what the Route does is what clients see, and it counts`,
      remedy: 'Nothing, unless the Route is not as it should be.',
    };
  },
});
