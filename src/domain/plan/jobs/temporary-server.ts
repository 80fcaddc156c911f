import type { PersistentVolumeClaim } from '../../../k8s/persistentvolumeclaim.ts';
import type { EnvVar, Pod } from '../../../k8s/pod.ts';
import type { Service } from '../../../k8s/service.ts';
import {
  databaseClaimName,
  labelsOf,
  migrationLabels,
  migrationNames,
  newDatabaseName,
} from '../../migration-names.ts';
import { withoutSidecar } from './pod-placement.ts';
import { restrictedContainer, restrictedPod } from './pod-security.ts';
import type { WorkSite } from './work-site.ts';

/** Marks the one Pod behind the temporary server's Service. */
const serverLabel = 'quay-migration/server';

/**
 * Settings for the load, by command line only: nothing of them stays on the volume. fsync stays on, because the volume
 * must be sound when the operator's server starts on it.
 */
export const loadSettings = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
  synchronous_commit: 'off',
  autovacuum: 'off',
  maintenance_work_mem: '512MB',
  // Several indexes are built, and foreign keys looked at, at once: more processes for each are in each other's way.
  max_parallel_maintenance_workers: '0',
  max_parallel_workers_per_gather: '0',
  huge_pages: 'off',
} as const;

/** The volume that the new operator's PostgreSQL will find: RWO and as large as the QuayRegistry will ask for. */
export function databaseClaim(site: WorkSite, size: string, storageClass: string | undefined): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: databaseClaimName(site.name),
      namespace: site.namespace,
      labels: labelsOf(site.name, site.attempt),
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      ...(storageClass !== undefined && { storageClassName: storageClass }),
    },
  };
}

/**
 * The server that fills the volume: one bare Pod (never two on one volume) of the operator's own PostgreSQL image, so
 * that it initialises the directory exactly as the operator's server expects it. It has no pull secret and no place on
 * certain nodes, because the operator's pod will have none: where this one cannot run, the volume would be lost to it.
 */
export function temporaryServer(site: WorkSite, image: string): Pod {
  const { server, account, workSecret } = migrationNames(site.name, site.attempt);
  const fromSecret = (name: string, key: string): EnvVar => ({
    name,
    valueFrom: { secretKeyRef: { name: workSecret, key } },
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: server,
      namespace: site.namespace,
      ...withoutSidecar({ ...labelsOf(site.name, site.attempt), [serverLabel]: server }),
    },
    spec: {
      restartPolicy: 'OnFailure',
      serviceAccountName: account,
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 600,
      securityContext: restrictedPod,
      containers: [
        {
          name: 'postgres',
          image,
          args: [
            'run-postgresql',
            ...Object.entries(loadSettings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
          ],
          env: [
            { name: 'POSTGRESQL_USER', value: newDatabaseName(site.name) },
            { name: 'POSTGRESQL_DATABASE', value: newDatabaseName(site.name) },
            fromSecret('POSTGRESQL_PASSWORD', 'target-password'),
            fromSecret('POSTGRESQL_ADMIN_PASSWORD', 'target-root-password'),
          ],
          ports: [{ name: 'postgres', containerPort: 5432, protocol: 'TCP' }],
          volumeMounts: [{ name: 'data', mountPath: '/var/lib/pgsql/data' }],
          // Its log may hold what somebody's data is.
          terminationMessagePolicy: 'File',
          readinessProbe: {
            exec: { command: ['/usr/libexec/check-container'] },
            periodSeconds: 2,
            failureThreshold: 3,
          },
          // SIGTERM alone would wait for sessions to leave: "smart" shutdown.
          lifecycle: {
            preStop: {
              exec: { command: ['/bin/sh', '-c', 'pg_ctl stop -D /var/lib/pgsql/data/userdata -m fast -w -t 590'] },
            },
          },
          securityContext: restrictedContainer,
          resources: { requests: { cpu: '500m', memory: '1Gi' } },
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: databaseClaimName(site.name) } }],
    },
  };
}

export function temporaryServerService(site: WorkSite): Service {
  const { server } = migrationNames(site.name, site.attempt);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: server, namespace: site.namespace, labels: labelsOf(site.name, site.attempt) },
    spec: {
      selector: { [migrationLabels.ecosystem]: site.name, [serverLabel]: server },
      ports: [{ name: 'postgres', port: 5432, targetPort: 5432, protocol: 'TCP' }],
    },
  };
}
