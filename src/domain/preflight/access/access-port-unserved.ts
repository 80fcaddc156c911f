import { describeObject } from '../../../k8s/object.ts';
import { defineRule } from '../define-rule.ts';
import { replacePair } from '../certificate/replace-pair.ts';
import { deadPorts } from './served-ports.ts';

/** Behind LoadBalancer, NodePort and Ingress the old Service is the only way in. */
export const accessPortUnserved = defineRule({
  id: 'access-port-unserved',
  severity: 'blocker',
  covers: ['H18', 'H26'],
  look: (facts) => {
    const { type, service } = facts.access;
    if (type === 'Route' || service === undefined) return undefined;
    return deadPorts(facts).map(({ port, targetPort = port }) => ({
      object: describeObject(service),
      field: 'spec.ports',
      message: `leads from port ${port} to port ${targetPort}, on which the new pods would not listen: they serve HTTPS only with a pair ssl.cert and ssl.key, and termination passthrough or reencrypt`,
      remedy:
        targetPort === 8443
          ? `If the pods are to serve HTTPS: ${replacePair(facts)} If TLS ends before them, let the port lead to 8080: oc edit service ${service.metadata.name} -n ${facts.namespace}.`
          : `Let the port lead to 8080 (HTTP), or take it out: oc edit service ${service.metadata.name} -n ${facts.namespace}.`,
    }));
  },
});
