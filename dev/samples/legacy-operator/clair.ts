import type { Volume } from '../../../src/k8s/pod.ts';
import { configMaps, secrets } from '../../../src/k8s/resource.ts';
import type { CertificatePair } from '../certificate.ts';
import type { LegacySpec, Site } from '../sample.ts';
import { clairDatabaseDefaults, legacyDatabase } from './database.ts';
import { type Owner, type Produced, owned, secretData } from './produced.ts';
import { legacyDeployment, legacyService } from './workload.ts';

/** Clair 2 with its database and the key by which it asks Quay; its scan results are made anew by Clair 4. */
export function clairObjects(owner: Owner, spec: LegacySpec, site: Site, pair: CertificatePair): readonly Produced[] {
  if (spec.clair?.enabled !== true) return [];
  return [
    ...legacyDatabase(owner, {
      suffix: 'clair-postgresql',
      component: 'clair-database',
      spec: spec.clair.database ?? {},
      credentials: clairDatabaseDefaults,
    }),
    ...configuration(owner, site, pair),
    legacyService(owner, 'clair', 'clair', {
      ports: [
        { name: 'clair-api', port: 6060, targetPort: 6060, protocol: 'TCP' },
        { name: 'clair-health', port: 6061, targetPort: 6061, protocol: 'TCP' },
      ],
    }),
    legacyDeployment(owner, {
      suffix: 'clair',
      component: 'clair',
      serviceAccountName: 'clair',
      imagePullSecretName: spec.quay.imagePullSecretName,
      container: {
        name: 'clair',
        image: spec.clair.image ?? 'quay.io/projectquay/clair-jwt:qui-gon',
        ports: [{ containerPort: 6060 }, { containerPort: 6061 }],
        volumeMounts: [{ name: 'configvolume', mountPath: '/clair/config' }],
      },
      volumes: [configVolume(owner)],
    }),
  ];
}

function configuration(owner: Owner, { hostname }: Site, { certificate, key }: CertificatePair): readonly Produced[] {
  const name = `${owner.name}-clair`;
  const configYaml = `clair:
  database:
    type: pgsql
    options:
      source: postgresql://clair:clair@${name}-postgresql/clair?sslmode=disable
jwtproxy:
  verifier_proxies:
  - verifier:
      key_server:
        options:
          registry: https://${hostname}/keys/
`;
  const scanner = secretData({ 'security_scanner.pem': key, kid: '4fd20c4d0f4d2e4c3d8f9e1b2a7c6d5e' });
  const pair = secretData({ 'tls.crt': certificate, 'tls.key': key });
  const scannerName = { name: `${owner.name}-security-scanner`, component: 'mirror-app' } as const;
  return [
    owned(owner, secrets, scannerName, { type: 'Opaque', data: scanner }),
    owned(owner, secrets, { name: `${name}-ssl`, component: 'config' }, { type: 'kubernetes.io/tls', data: pair }),
    owned(owner, configMaps, { name: `${name}-config`, component: 'clair' }, { data: { 'config.yaml': configYaml } }),
  ];
}

function configVolume({ name }: Owner): Volume {
  return {
    name: 'configvolume',
    projected: {
      sources: [
        { secret: { name: `${name}-security-scanner` } },
        { secret: { name: `${name}-clair-ssl` } },
        { configMap: { name: `${name}-clair-config` } },
      ],
    },
  };
}
