import { describeObject } from '../../../k8s/object.ts';
import { defineRule } from '../define-rule.ts';
import { replacePair } from '../certificate/replace-pair.ts';
import { deadPorts } from './served-ports.ts';

/** With LoadBalancer, NodePort and Ingress all traffic goes through the old Service. */
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
      message:
        `Port ${port} of ${describeObject(service)} targets port ${targetPort}, on which the new pods would not listen. ` +
        'They listen for HTTPS only with ssl.cert and ssl.key, and with termination passthrough or reencrypt',
      remedy:
        targetPort === 8443
          ? `If the pods are to terminate TLS, give them a certificate. ${replacePair(facts)} If TLS is terminated before the pods, set the target port to 8080: oc edit service ${service.metadata.name} -n ${facts.namespace}.`
          : `Set the target port to 8080 (HTTP), or remove the port: oc edit service ${service.metadata.name} -n ${facts.namespace}.`,
    }));
  },
});
