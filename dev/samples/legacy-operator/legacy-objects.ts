import { roleBindings, roles, secrets, serviceAccounts } from '../../../src/k8s/resource.ts';
import type { CertificatePair } from '../certificate.ts';
import { type LegacySpec, type Sample, type Site, defaultCredentials } from '../sample.ts';
import { externalAccess } from './access.ts';
import { clairObjects } from './clair.ts';
import { legacyConfigYaml } from './config-yaml.ts';
import { legacyDatabase } from './database.ts';
import { isSecure, redisProbe } from './default-spec.ts';
import { type Owner, type Produced, owned, secretData } from './produced.ts';
import { configApplication, quayWorkloads } from './registry.ts';
import { legacyDeployment, legacyService } from './workload.ts';

export interface LegacyObjects {
  /** The managed database with its Service; empty where it is external. */
  readonly database: readonly Produced[];
  readonly rest: readonly Produced[];
  /** Quay and its mirror, which need the database. */
  readonly quay: readonly Produced[];
}

/** Files of the administrator that go into the config Secret under the prefix of CA files. */
type CaFiles = Readonly<Record<string, string>>;

export interface LegacyOptions {
  readonly sample: Sample;
  readonly site: Site;
  readonly owner: Owner;
  /** What Quay serves with. */
  readonly pair: CertificatePair;
  readonly caFiles: CaFiles;
}

/** What operator 1.1.2 makes of a QuayEcosystem, Service NAME-quay apart, in the order in which it makes it. */
export function legacyObjects(order: LegacyOptions): LegacyObjects {
  const { sample, site, owner, pair } = order;
  const spec = sample.spec(site);
  const { database = {} } = spec.quay;
  return {
    database:
      database.server === undefined
        ? legacyDatabase(owner, {
            suffix: 'quay-postgresql',
            component: 'quay-database',
            spec: database,
            credentials: defaultCredentials,
          })
        : [],
    rest: [
      configSecret(order, spec),
      ...accessRights(owner, spec),
      ...redis(owner, spec),
      ...externalAccess(owner, spec, site),
      ...ownCertificate(owner, spec, pair),
      configPassword(owner),
      configApplication(owner, spec),
      legacyService(owner, 'quay-config', 'config', { ports: [{ port: 443, targetPort: 8443, protocol: 'TCP' }] }),
      ...clairObjects(owner, spec, site, pair),
    ],
    quay: quayWorkloads(owner, spec),
  };
}

/** The fixed name means that there is one in a namespace, whatever the QuayEcosystems are called. */
function configSecret({ sample, site, owner, pair, caFiles }: LegacyOptions, spec: LegacySpec): Produced {
  const secure = isSecure(spec);
  const caPrefix = 'extra_ca_certs_';
  const texts = {
    'config.yaml': legacyConfigYaml(sample, site),
    ...Object.fromEntries(Object.entries(caFiles).map(([file, text]) => [caPrefix + file, text])),
    ...(secure && {
      'ssl.cert': pair.certificate,
      'ssl.key': pair.key,
      [`${caPrefix}quay.crt`]: pair.certificate,
    }),
    ...(spec.clair?.enabled === true && { [`${caPrefix}clair.crt`]: pair.certificate }),
  };
  return owned(
    owner,
    secrets,
    { name: 'quay-enterprise-config-secret', component: undefined },
    { type: 'Opaque', data: secretData(texts) },
  );
}

function accessRights(owner: Owner, spec: LegacySpec): readonly Produced[] {
  const accounts = [
    'quay',
    ...(spec.redis?.hostname === undefined ? ['redis'] : []),
    ...(spec.clair?.enabled === true ? ['clair'] : []),
  ];
  const name = `${owner.name}-quay`;
  const rules = [
    { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'patch', 'update', 'create'] },
    { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'patch', 'update', 'watch'] },
  ];
  const binding = {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: 'quay', namespace: owner.namespace }],
  };
  return [
    ...accounts.map((account) => owned(owner, serviceAccounts, { name: account, component: undefined }, {})),
    owned(owner, roles, { name, component: undefined }, { rules }),
    owned(owner, roleBindings, { name, component: undefined }, binding),
  ];
}

function redis(owner: Owner, spec: LegacySpec): readonly Produced[] {
  if (spec.redis?.hostname !== undefined) return [];
  return [
    legacyService(owner, 'redis', 'redis', { ports: [{ port: 6379, targetPort: 6379, protocol: 'TCP' }] }),
    legacyDeployment(owner, {
      suffix: 'redis',
      component: 'redis',
      serviceAccountName: 'redis',
      container: {
        name: `${owner.name}-redis`,
        image: 'registry.access.redhat.com/rhscl/redis-32-rhel7:latest',
        ports: [{ containerPort: 6379 }],
        readinessProbe: redisProbe,
      },
    }),
  ];
}

/** Made even where Quay does not serve TLS; labelled like what was built before it. */
function ownCertificate(owner: Owner, spec: LegacySpec, pair: CertificatePair): readonly Produced[] {
  if (spec.quay.externalAccess.tls?.secretName !== undefined) return [];
  const data = secretData({ 'tls.crt': pair.certificate, 'tls.key': pair.key });
  return [
    owned(owner, secrets, { name: `${owner.name}-quay-ssl`, component: 'config' }, { type: 'kubernetes.io/tls', data }),
  ];
}

function configPassword(owner: Owner): Produced {
  return owned(
    owner,
    secrets,
    { name: `${owner.name}-quay-config`, component: 'config' },
    { type: 'Opaque', data: secretData({ 'config-app-password': 'quay' }) },
  );
}
