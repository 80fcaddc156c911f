import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { PersistentVolumeClaim } from '../../../src/k8s/persistentvolumeclaim.ts';
import type { EnvVar } from '../../../src/k8s/pod.ts';
import { volumeSize } from '../checks/check-bundle.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import { metadataOf } from './object-metadata.ts';
import type { RegistrySecrets } from './registry-secrets.ts';
import { deploymentOf } from './workload.ts';

const dataDirectory = '/var/lib/pgsql/data';

/** The volumes of the managed databases: adopted as they are, if the API server lets the operator's fields pass. */
export function databaseClaims(inputs: RegistryInputs): PersistentVolumeClaim[] {
  const claim = (name: string, kind: 'postgres' | 'clairpostgres'): PersistentVolumeClaim => {
    const storageClassName = inputs.overrides(kind)?.storageClassName;
    const metadata = { ...metadataOf(inputs, '', kind === 'postgres' ? 'postgres' : 'clair-postgres'), name };
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata,
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: volumeSize(inputs, kind) } },
        ...(storageClassName !== undefined && { storageClassName }),
      },
    };
  };
  return [
    ...(inputs.managed('postgres') ? [claim(`${inputs.name}-quay-postgres-13`, 'postgres')] : []),
    ...(inputs.managed('clairpostgres') ? [claim(inputs.facts.clairClaim(inputs.name), 'clairpostgres')] : []),
  ];
}

export function databaseDeployment(inputs: RegistryInputs, secrets: RegistrySecrets): Deployment {
  const fromSecret = (name: string, key: string): EnvVar => ({
    name,
    valueFrom: { secretKeyRef: { name: secrets.database.metadata.name, key } },
  });
  const isFaulty = inputs.faults.databaseNeverReady !== undefined;
  const readiness = isFaulty ? '/usr/bin/false' : '/usr/libexec/check-container';
  return deploymentOf(inputs, {
    suffix: 'quay-database',
    component: 'postgres',
    kind: 'postgres',
    serviceAccount: 'quay-database',
    recreate: true,
    replicas: 1,
    container: {
      name: 'postgres',
      image: inputs.facts.images.postgres,
      env: [
        fromSecret('POSTGRESQL_USER', 'database-username'),
        fromSecret('POSTGRESQL_DATABASE', 'database-name'),
        fromSecret('POSTGRESQL_PASSWORD', 'database-password'),
        fromSecret('POSTGRESQL_ADMIN_PASSWORD', 'database-root-password'),
        { name: 'POSTGRESQL_SHARED_BUFFERS', value: '256MB' },
        { name: 'POSTGRESQL_MAX_CONNECTIONS', value: '2000' },
      ],
      ports: [{ containerPort: 5432 }],
      volumeMounts: [
        { name: 'data', mountPath: dataDirectory },
        { name: 'bootstrap', mountPath: '/opt/app-root/src/postgresql-start' },
      ],
      readinessProbe: { exec: { command: [readiness] }, periodSeconds: 1 },
    },
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: `${inputs.name}-quay-postgres-13` } },
      { name: 'bootstrap', secret: { secretName: secrets.bootstrap.metadata.name } },
    ],
  });
}

/** Clair starts empty: its database is no matter of a migration, so it is simulated by a pod that is only ready. */
export function clairDatabaseDeployment(inputs: RegistryInputs): Deployment {
  return deploymentOf(inputs, {
    suffix: 'clair-postgres',
    component: 'clair-postgres',
    kind: 'clairpostgres',
    serviceAccount: 'clair-postgres',
    recreate: true,
    replicas: 1,
    container: {
      name: 'postgres',
      image: inputs.facts.images.clairPostgres,
      volumeMounts: [{ name: 'data', mountPath: dataDirectory }],
    },
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: inputs.facts.clairClaim(inputs.name) } }],
  });
}
