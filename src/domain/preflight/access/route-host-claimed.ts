import { describeObject } from '../../../k8s/object.ts';
import { routes } from '../../../k8s/resource.ts';
import type { Route } from '../../../k8s/route.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { shownHost } from '../../redaction/shown-settings.ts';
import { objectsOf } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';

/**
 * The router admits one Route for a host and path, the older one. quay-operator waits for its own to be admitted, so
 * that the new registry would never become available.
 */
export const routeHostClaimed = defineRule({
  id: 'route-host-claimed',
  severity: 'blocker',
  covers: ['H26'],
  look: (facts) => {
    const { type, route } = facts.access;
    const host = shownHost(facts.config.hostname).toLowerCase();
    if (type !== 'Route' || host === '' || (route && claims(route, host))) return undefined;
    return objectsOf(facts.snapshot, routes)
      .filter((other) => other.metadata.namespace === facts.namespace && other !== route && claims(other, host))
      .map((other) => ({
        object: describeObject(other),
        field: 'spec.host',
        message: `${describeObject(other)} claims ${host}, the SERVER_HOSTNAME of config.yaml, which quay-operator sets on Route ${facts.name}-quay. The router would reject that Route, and the new registry would never become available`,
        remedy: release(facts, other, host),
      }));
  },
});

/** A Route keeps its path when quay-operator takes it over; the new one has none. */
function claims({ spec }: Route, host: string): boolean {
  return spec?.host?.toLowerCase() === host && ['', '/'].includes(spec.path ?? '');
}

function release({ name, namespace, access }: EcosystemFacts, other: Route, host: string): string {
  const gone = `oc delete route ${other.metadata.name} -n ${namespace}`;
  const patch = JSON.stringify({ spec: { host } });
  return access.route === undefined
    ? `Save the Route, then delete it right before you request the migration: ${gone}. quay-operator creates Route ${name}-quay for the same host.`
    : `Assign the host to Route ${name}-quay before the migration: ${gone}, then oc patch route ${name}-quay -n ${namespace} --type=merge -p '${patch}'.`;
}
