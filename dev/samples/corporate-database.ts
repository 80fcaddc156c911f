import { deployments, namespaces, persistentVolumeClaims, secrets, services } from '../../src/k8s/resource.ts';
import { databaseProbe } from './legacy-operator/default-spec.ts';
import { type Produced, produced, secretData } from './legacy-operator/produced.ts';
import { databaseCredentials } from './sample.ts';

const name = 'corp-postgres';

/** Name of the customer's PostgreSQL server, seen from a registry in `namespace`: it lies in a namespace beside it. */
export function corporateDatabase(namespace: string): {
  readonly namespace: string;
  readonly service: string;
  readonly host: string;
} {
  const home = namespace === 'quay-b' ? 'corp-db' : `${namespace}-db`;
  return { namespace: home, service: name, host: `${name}.${home}.svc` };
}

/** The customer's PostgreSQL server, of a version that the new registry takes too; nobody's operator manages it. */
export function corporateDatabaseObjects(namespace: string): readonly Produced[] {
  const labels = { app: name };
  const metadata = { name, namespace, labels };
  const env = [
    ['POSTGRESQL_USER', 'database-username'],
    ['POSTGRESQL_PASSWORD', 'database-password'],
    ['POSTGRESQL_DATABASE', 'database-name'],
    ['POSTGRESQL_ADMIN_PASSWORD', 'database-root-password'],
  ].map(([variable, key]) => ({ name: variable, valueFrom: { secretKeyRef: { name, key } } }));
  const container = {
    name: 'postgres',
    image: 'registry.redhat.io/rhel8/postgresql-13:1',
    env,
    ports: [{ containerPort: 5432, protocol: 'TCP' }],
    volumeMounts: [{ name: 'data', mountPath: '/var/lib/pgsql/data' }],
    readinessProbe: databaseProbe(),
  };
  const spec = { containers: [container], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] };
  return [
    produced(namespaces, { name: namespace }, {}),
    produced(secrets, metadata, {
      type: 'Opaque',
      data: secretData({ ...databaseCredentials, 'database-root-password': 'corpAdmin' }),
    }),
    produced(persistentVolumeClaims, metadata, {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
    }),
    produced(services, metadata, { spec: { selector: labels, ports: [{ port: 5432, targetPort: 5432 }] } }),
    produced(deployments, metadata, {
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        strategy: { type: 'Recreate' },
        template: { metadata: { labels }, spec },
      },
    }),
  ];
}
