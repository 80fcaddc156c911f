import type { ExternalAccessSpec } from '../../k8s/quayecosystem.ts';
import { routes, services } from '../../k8s/resource.ts';
import type { Route } from '../../k8s/route.ts';
import { type Snapshot, objectNamed } from '../snapshot.ts';
import { accessTypes, terminations } from './ecosystem-fields.ts';
import type { AccessFacts } from './facts.ts';
import { readIngresses } from './read-ingresses.ts';

/**
 * How the registry is reached. The legacy operator makes a Service once and never changes its type, so after an edit of
 * the QuayEcosystem what exists is the truth.
 */
export function readAccess(snapshot: Snapshot, spec: ExternalAccessSpec): AccessFacts {
  const name = `${snapshot.name}-quay`;
  const found = {
    route: objectNamed(snapshot, routes, name),
    service: objectNamed(snapshot, services, name),
    ingress: readIngresses(snapshot).find(({ metadata }) => metadata.name === name),
  };
  const claimedType = accessTypes.find((type) => type === spec.type) ?? 'Route';
  const type = realType(claimedType, found);
  const claimed = terminations.find((termination) => termination === spec.tls?.termination);
  const real = type === 'Route' && found.route?.spec !== undefined ? terminationOf(found.route) : undefined;
  return { ...found, type, claimedType, termination: real ?? claimed ?? terminationOf(found.route) };
}

function realType(
  claimed: AccessFacts['type'],
  { route, service, ingress }: Pick<AccessFacts, 'route' | 'service' | 'ingress'>,
): AccessFacts['type'] {
  if (claimed === 'Route' && route) return 'Route';
  if (claimed === 'Ingress' && ingress) return 'Ingress';
  const type = service?.spec?.type;
  return type === 'LoadBalancer' || type === 'NodePort' ? type : claimed;
}

/** What the Route does, or without one the legacy operator's default. */
function terminationOf(route: Route | undefined): AccessFacts['termination'] {
  if (route?.spec === undefined) return 'passthrough';
  if (route.spec.tls === undefined) return 'none';
  return terminations.find((termination) => termination === route.spec?.tls?.termination) ?? 'passthrough';
}
