import type { Probe } from '../../../src/k8s/pod.ts';
import type { DatabaseSpec } from '../../../src/k8s/quayecosystem.ts';
import type { LegacySpec } from '../sample.ts';

/** `passthrough` and `reencrypt` mean that Quay itself serves TLS; so does a missing termination, by default. */
export function isSecure(spec: LegacySpec): boolean {
  const termination = spec.quay.externalAccess.tls?.termination ?? 'passthrough';
  return termination === 'passthrough' || termination === 'reencrypt';
}

/** Quay's health by HTTPS or HTTP. The first check comes after 1 s, not after 5: here nobody needs to wait. */
export function quayProbe(secure: boolean, initialDelaySeconds: number): Probe {
  return {
    httpGet: {
      path: '/health/instance',
      port: secure ? 8443 : 8080,
      scheme: secure ? 'HTTPS' : 'HTTP',
    },
    initialDelaySeconds,
    periodSeconds: 1,
    timeoutSeconds: 5,
    failureThreshold: 30,
  };
}

export function databaseProbe(...flags: readonly string[]): Probe {
  return {
    exec: { command: ['/usr/libexec/check-container', ...flags] },
    initialDelaySeconds: 1,
    periodSeconds: 1,
    timeoutSeconds: 5,
    failureThreshold: 30,
  };
}

export const redisProbe: Probe = { tcpSocket: { port: 6379 }, initialDelaySeconds: 1, periodSeconds: 5 };

/** The spec as operator 1.1.2 writes it back, right after it has read it. Empty structs come out as `{}`. */
export function defaultedSpec(spec: LegacySpec): Readonly<Record<string, unknown>> {
  const { quay, redis = {}, clair } = spec;
  const secure = isSecure(spec);
  return {
    quay: {
      migrationPhase: 'new-installation',
      deploymentStrategy: 'RollingUpdate',
      readinessProbe: quayProbe(secure, 1),
      livenessProbe: quayProbe(secure, 120),
      resources: {},
      configResources: {},
      repoMirrorResources: {},
      ...quay,
      database: defaultedDatabase(quay.database ?? {}),
    },
    redis: {
      ...(redis.hostname === undefined && {
        image: 'registry.access.redhat.com/rhscl/redis-32-rhel7:latest',
        deploymentStrategy: 'RollingUpdate',
        readinessProbe: redisProbe,
      }),
      resources: {},
      ...redis,
    },
    ...(clair && {
      clair:
        clair.enabled === true
          ? {
              deploymentStrategy: 'RollingUpdate',
              resources: {},
              ...clair,
              database: defaultedDatabase(clair.database ?? {}),
            }
          : clair,
    }),
  };
}

function defaultedDatabase(database: DatabaseSpec): Readonly<Record<string, unknown>> {
  if (database.server !== undefined) return { resources: {}, ...database };
  return {
    deploymentStrategy: 'RollingUpdate',
    readinessProbe: databaseProbe(),
    livenessProbe: databaseProbe('--live'),
    resources: {},
    ...database,
  };
}
