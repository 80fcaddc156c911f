import { describeObject } from '../../../k8s/object.ts';
import { shownHost } from '../../redaction/shown-settings.ts';
import { defineRule } from '../define-rule.ts';
import { deadPorts } from './served-ports.ts';

/** Behind a Route the old Service is for clients in the cluster, and for what else leads to it. */
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
        `leads from port ${port} to port ${targetPort}, on which the new pods do not listen, because TLS then ends at ` +
        'the router: whoever uses this port inside the cluster, or through another Route or Ingress, is cut off',
      remedy: `Let such clients use https://${shownHost(facts.config.hostname)}, the host of the registry. If there are none, acknowledge this.`,
    }));
  },
});
