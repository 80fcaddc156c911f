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
        : ` If clients need the old one, make a Route for it, which counts from the moment on in which the host is free: ` +
          `oc create route ${ends} ${facts.name}-old-host -n ${facts.namespace} --service=${service.metadata.name} ` +
          `--hostname=${before}${portOption(service.spec?.ports?.[0]?.name)}.`;
    return {
      object: describeObject(route),
      field: 'spec.host',
      message: `is ${before}, while SERVER_HOSTNAME of config.yaml is ${after}: the new operator gives the Route that host, and ${before} no longer leads to the registry`,
      remedy: `Let clients use ${after}.${again} Then acknowledge this.`,
    };
  },
});

function portOption(name: string | undefined): string {
  return name === undefined ? '' : ` --port=${name}`;
}
