import { ingresses, routes } from '../../../src/k8s/resource.ts';
import type { LegacySpec, Site } from '../sample.ts';
import { isSecure } from './default-spec.ts';
import { type Owner, type Produced, owned } from './produced.ts';

/** How clients reach Service NAME-quay: a Route, an Ingress, or nothing more than the Service. */
export function externalAccess(owner: Owner, spec: LegacySpec, site: Site): readonly Produced[] {
  const { type = 'Route' } = spec.quay.externalAccess;
  if (type === 'Route') return [route(owner, spec, site)];
  return type === 'Ingress' ? [ingress(owner, spec, site)] : [];
}

function route(owner: Owner, spec: LegacySpec, { hostname }: Site): Produced {
  const termination = spec.quay.externalAccess.tls?.termination ?? 'passthrough';
  return owned(
    owner,
    routes,
    { name: `${owner.name}-quay`, component: 'app' },
    {
      spec: {
        host: hostname,
        to: { kind: 'Service', name: `${owner.name}-quay` },
        port: { targetPort: isSecure(spec) ? 8443 : 8080 },
        ...(termination !== 'none' && { tls: { termination, insecureEdgeTerminationPolicy: 'Redirect' } }),
      },
    },
  );
}

/** It was made as networking.k8s.io/v1beta1; the API server has served it as v1 since. */
function ingress(owner: Owner, spec: LegacySpec, { hostname }: Site): Produced {
  const { annotations, tls } = spec.quay.externalAccess;
  const secure = isSecure(spec);
  const service = { name: `${owner.name}-quay`, port: { number: secure ? 443 : 80 } };
  const secretName = tls?.secretName ?? `${owner.name}-quay-ssl`;
  const made = owned(
    owner,
    ingresses,
    { name: `${owner.name}-quay`, component: 'app' },
    {
      spec: {
        rules: [
          {
            host: hostname,
            http: { paths: [{ path: '/', pathType: 'ImplementationSpecific', backend: { service } }] },
          },
        ],
        ...(secure && { tls: [{ secretName }] }),
      },
    },
  );
  const metadata = { ...made.object.metadata, ...(annotations && { annotations }) };
  return { ...made, object: { ...made.object, metadata } };
}
