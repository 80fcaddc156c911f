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
      message: `The TLS termination of ${describeObject(route)} is ${termination}, but the QuayEcosystem specifies ${said}. The Route takes precedence, because clients use it`,
      remedy: 'No action is required, unless the termination of the Route is wrong. In that case correct the Route.',
    };
  },
});
