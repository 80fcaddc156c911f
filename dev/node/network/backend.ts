import type { Ingress, IngressPath } from '../../../src/k8s/ingress.ts';
import type { Route } from '../../../src/k8s/route.ts';
import type { Service, ServicePort } from '../../../src/k8s/service.ts';
import { holderOf } from './route-admission.ts';

/** Where a request for a host goes. */
export interface Backend {
  readonly namespace: string;
  readonly service: string;
  /** A port of the Service by name or number, or of its pods by number; the first port when undefined. */
  readonly port: string | number | undefined;
  /** The pod speaks TLS. */
  readonly secure: boolean;
  /** What routed it, for messages. */
  readonly via: string;
}

/** The Route or Ingress that takes a request, the one with the longest path first; undefined when there is none. */
export function findBackend(
  host: string,
  path: string,
  { routes, ingresses }: { readonly routes: readonly Route[]; readonly ingresses: readonly Ingress[] },
): Backend | undefined {
  const candidates = [
    ...routes.filter((route) => route.spec?.host === host && holderOf(route, routes) === route).map(fromRoute),
    ...ingresses.flatMap((ingress) => fromIngress(ingress, host)),
  ];
  const fitting = candidates.filter((candidate) => path.startsWith(candidate.path));
  return fitting.sort((a, b) => b.path.length - a.path.length)[0]?.backend;
}

/** The port of the Service that a Route or Ingress means: a Route may also name the pods' port by number. */
export function backendPort(service: Service, port: string | number | undefined): ServicePort | undefined {
  const ports = service.spec?.ports ?? [];
  if (port === undefined) return ports[0];
  return (
    ports.find(({ name, targetPort }) => name === port || targetPort === port) ??
    ports.find((candidate) => String(candidate.port) === String(port))
  );
}

interface Candidate {
  readonly path: string;
  readonly backend: Backend;
}

function fromRoute(route: Route): Candidate {
  const { name, namespace = '' } = route.metadata;
  const { to, port, tls, path = '' } = route.spec ?? {};
  const secure = tls?.termination === 'passthrough' || tls?.termination === 'reencrypt';
  const via = `Route ${namespace}/${name}`;
  return { path, backend: { namespace, service: to?.name ?? '', port: port?.targetPort, secure, via } };
}

function fromIngress(ingress: Ingress, host: string): Candidate[] {
  const rules = (ingress.spec?.rules ?? []).filter((rule) => rule.host === undefined || rule.host === host);
  return rules.flatMap(({ http }) => http?.paths ?? []).flatMap((path) => fromIngressPath(ingress, path));
}

function fromIngressPath(ingress: Ingress, { path = '/', backend }: IngressPath): Candidate[] {
  const { name, namespace = '', annotations = {} } = ingress.metadata;
  if (backend?.service === undefined) return [];
  const { name: service, port } = backend.service;
  const secure = annotations['nginx.ingress.kubernetes.io/backend-protocol'] === 'HTTPS';
  const via = `Ingress ${namespace}/${name}`;
  return [{ path, backend: { namespace, service, port: port?.name ?? port?.number, secure, via } }];
}
