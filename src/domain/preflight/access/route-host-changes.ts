import { describeObject } from '../../../k8s/object.ts';
import { hasOwnCertificate } from '../../components/tls.ts';
import { shownHost } from '../../redaction/shown-settings.ts';
import { defineRule } from '../define-rule.ts';

/** quay-operator 3.9 to 3.18 writes SERVER_HOSTNAME into the host of the Route that it takes over. */
export const routeHostChanges = defineRule({
  id: 'route-host-changes',
  severity: 'warning',
  covers: ['H26'],
  look: (facts) => {
    const { type, route, service } = facts.access;
    const before = route?.spec?.host ?? '';
    const after = shownHost(facts.config.hostname);
    if (!route || type !== 'Route' || before === '' || before.toLowerCase() === after.toLowerCase()) return undefined;
    const ends = hasOwnCertificate(facts) ? 'passthrough' : 'edge';
    const again =
      service === undefined
        ? ''
        : ` If clients need the old host, create a Route for it, which the router admits as soon as the host is free: ` +
          `oc create route ${ends} ${facts.name}-old-host -n ${facts.namespace} --service=${service.metadata.name} ` +
          `--hostname=${before}${portOption(service.spec?.ports?.[0]?.name)}.`;
    return {
      object: describeObject(route),
      field: 'spec.host',
      message: `spec.host of ${describeObject(route)} is ${before}, but SERVER_HOSTNAME of config.yaml is ${after}. quay-operator sets the host of the Route to ${after}, and ${before} no longer leads to the registry`,
      remedy: `Configure clients to use ${after}.${again} Then acknowledge this warning.`,
    };
  },
});

function portOption(name: string | undefined): string {
  return name === undefined ? '' : ` --port=${name}`;
}
