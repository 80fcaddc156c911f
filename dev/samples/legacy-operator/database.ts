import type { DatabaseSpec } from '../../../src/k8s/quayecosystem.ts';
import { configMaps, persistentVolumeClaims, secrets } from '../../../src/k8s/resource.ts';
import { databaseImage } from '../sample.ts';
import { databaseProbe } from './default-spec.ts';
import { type ComponentLabel, type Owner, type Produced, owned, secretData } from './produced.ts';
import { legacyDeployment, legacyService } from './workload.ts';

/**
 * After the server is up, the operator runs `CREATE EXTENSION pg_trgm` inside the pod, because no role that logs in
 * from outside may. The simulated node has no exec, so the image's own start hook does it.
 */
const extensionHook = `psql --dbname="$POSTGRESQL_DATABASE" --command='CREATE EXTENSION IF NOT EXISTS pg_trgm'\n`;
const hookDirectory = '/opt/app-root/src/postgresql-start';

export interface DatabaseOptions {
  readonly suffix: 'quay-postgresql' | 'clair-postgresql';
  readonly component: NonNullable<ComponentLabel>;
  readonly spec: DatabaseSpec;
  readonly credentials: Readonly<Record<string, string>>;
}

export const clairDatabaseDefaults = {
  'database-username': 'clair',
  'database-password': 'clair',
  'database-name': 'clair',
};

/**
 * A PostgreSQL server of the legacy operator: its pod keeps the data on a claim where the QuayEcosystem gives a size,
 * and takes it along where not. No password of role `postgres` is set, so it cannot log in over the network.
 */
export function legacyDatabase(owner: Owner, { suffix, component, spec, credentials }: DatabaseOptions): Produced[] {
  const name = `${owner.name}-${suffix}`;
  const { volumeSize, storageClass, image = databaseImage, credentialsSecretName = name } = spec;
  const fromSecret = (variable: string, key: string) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: credentialsSecretName, key } },
  });
  const data = volumeSize === undefined ? { emptyDir: {} } : { persistentVolumeClaim: { claimName: name } };
  const deployment = legacyDeployment(owner, {
    suffix,
    component,
    container: {
      name,
      image,
      env: [
        fromSecret('POSTGRESQL_USER', 'database-username'),
        fromSecret('POSTGRESQL_PASSWORD', 'database-password'),
        fromSecret('POSTGRESQL_DATABASE', 'database-name'),
      ],
      ports: [{ containerPort: 5432, protocol: 'TCP' }],
      volumeMounts: [
        { name: 'data', mountPath: '/var/lib/pgsql/data' },
        { name: 'start', mountPath: hookDirectory },
      ],
      readinessProbe: databaseProbe(),
      livenessProbe: databaseProbe('--live'),
    },
    volumes: [
      { name: 'data', ...data },
      { name: 'start', configMap: { name } },
    ],
  });
  const metadata = { name, component };
  return [
    ...(spec.credentialsSecretName === undefined
      ? [owned(owner, secrets, metadata, { type: 'Opaque', data: secretData(credentials) })]
      : []),
    ...(volumeSize === undefined ? [] : [claim(owner, metadata, volumeSize, storageClass)]),
    owned(owner, configMaps, metadata, { data: { 'extension.sh': extensionHook } }),
    legacyService(owner, suffix, component, { ports: [{ port: 5432, targetPort: 5432, protocol: 'TCP' }] }),
    deployment,
  ];
}

function claim(
  owner: Owner,
  metadata: { readonly name: string; readonly component: ComponentLabel },
  size: string,
  storageClassName: string | undefined,
): Produced {
  const spec = {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: size } },
    ...(storageClassName !== undefined && { storageClassName }),
  };
  return owned(owner, persistentVolumeClaims, metadata, { spec });
}
