import { routeEnds } from '../../../domain/fixtures/prod-registry.fixture.ts';

/**
 * How `prod` differs so that preflight has nothing against it: TLS ends at the router, so that no certificate is needed,
 * and the Service's port is one that the new pods serve.
 */
export const fit = {
  ecosystem: { spec: { quay: { externalAccess: { tls: { termination: 'edge' } } } } },
  patch: {
    ...routeEnds('edge'),
    'Secret/quay-enterprise-config-secret': {
      data: { 'ssl.cert': null, 'ssl.key': null, 'extra_ca_certs_quay.crt': null },
    },
    'Service/prod-quay': { spec: { ports: [{ port: 80, targetPort: 8080 }] } },
  },
} as const;
