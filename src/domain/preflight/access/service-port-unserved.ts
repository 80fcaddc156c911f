import { describeObject } from '../../../k8s/object.ts';
import { shownHost } from '../../redaction/shown-settings.ts';
import { defineRule } from '../define-rule.ts';
import { deadPorts } from './served-ports.ts';

/** With a Route, the old Service is used by clients in the cluster and by other Routes and Ingresses. */
export const servicePortUnserved = defineRule({
  id: 'service-port-unserved',
  severity: 'warning',
  covers: ['H26'],
  look: (facts) => {
    const { type, service } = facts.access;
    if (type !== 'Route' || service === undefined) return undefined;
    return deadPorts(facts).map(({ port, targetPort = port }) => ({
      object: describeObject(service),
      field: 'spec.ports',
      message:
        `Port ${port} of ${describeObject(service)} targets port ${targetPort}, on which the new pods do not listen, ` +
        'because TLS is then terminated at the router. Clients that use this port inside the cluster, or through ' +
        'another Route or Ingress, lose access',
      remedy: `Configure such clients to use https://${shownHost(facts.config.hostname)}, the host of the registry. If there are none, acknowledge this warning.`,
    }));
  },
});
