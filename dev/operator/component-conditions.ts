import { isTrue } from '../../src/k8s/condition.ts';
import type { Deployment } from '../../src/k8s/deployment.ts';
import type { Job } from '../../src/k8s/job.ts';
import type { PersistentVolumeClaim } from '../../src/k8s/persistentvolumeclaim.ts';
import type { ComponentKind, QuayRegistry } from '../../src/k8s/quayregistry.ts';
import type { Route } from '../../src/k8s/route.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import type { Stated } from './registry-status.ts';

/** What the status loop looks at: the namespace's objects, all of them. */
export interface Observed {
  readonly deployments: readonly Deployment[];
  readonly jobs: readonly Job[];
  readonly routes: readonly Route[];
  readonly claims: readonly PersistentVolumeClaim[];
  readonly autoscalers: readonly KubernetesObject[];
}

const ready = (type: string, message: string): Stated => ({ type, status: 'True', reason: 'ComponentReady', message });
const notReady = (type: string, message: string): Stated => ({
  type,
  status: 'False',
  reason: 'ComponentNotReady',
  message,
});
const notManaged = (type: string): Stated => ({
  type,
  status: 'True',
  reason: 'ComponentNotManaged',
  message: 'Component is not managed by the operator',
});

/** Components whose Deployment must be available before quay and mirror are looked at. */
const gates = [
  ['postgres', 'ComponentPostgresReady', 'quay-database'],
  ['clair', 'ComponentClairReady', 'clair-app'],
  ['clairpostgres', 'ComponentClairPostgresReady', 'clair-postgres'],
  ['redis', 'ComponentRedisReady', 'quay-redis'],
] as const;

/** All component conditions and Available, as the status loop of quay-operator 3.12 and newer evaluates them. */
export function componentConditions(registry: QuayRegistry, observed: Observed): readonly Stated[] {
  const managed = (kind: ComponentKind): boolean =>
    registry.spec?.components?.find((component) => component.kind === kind)?.managed ?? false;
  const independent = [
    managed('horizontalpodautoscaler') ? autoscalers(registry, observed) : notManaged('ComponentHPAReady'),
    managed('route') ? route(registry, observed) : notManaged('ComponentRouteReady'),
    managed('monitoring') ? ready('ComponentMonitoringReady', '') : notManaged('ComponentMonitoringReady'),
  ];
  const first = [
    ...gates.map(([kind, type, suffix]) =>
      managed(kind) ? deployment(registry, observed, type, suffix) : notManaged(type),
    ),
    managed('objectstorage') ? notReady('ComponentObjectStorageReady', '') : notManaged('ComponentObjectStorageReady'),
    managed('tls') ? ready('ComponentTLSReady', 'Using cluster wildcard certs') : notManaged('ComponentTLSReady'),
  ];
  const awaited = first.filter((condition) => condition.status !== 'True').map((condition) => nameOf(condition.type));
  const last =
    awaited.length > 0
      ? ['ComponentQuayReady', 'ComponentMirrorReady'].map((type) =>
          notReady(type, `Awaiting for component ${awaited.join(',')} to become available`),
        )
      : [
          quay(registry, observed),
          managed('mirror')
            ? deployment(registry, observed, 'ComponentMirrorReady', 'quay-mirror')
            : notManaged('ComponentMirrorReady'),
        ];
  const all = [...independent, ...first, ...last];
  const failing = all.some((condition) => condition.reason === 'ComponentNotReady');
  const available: Stated = failing
    ? { type: 'Available', status: 'False', reason: 'ComponentNotReady', message: 'Some components are not ready' }
    : {
        type: 'Available',
        status: 'True',
        reason: 'HealthChecksPassing',
        message: 'All components reporting as healthy',
      };
  return [...all, available];
}

function nameOf(type: string): string {
  return type.replace(/^Component(.*)Ready$/, '$1').toLowerCase();
}

function owned(registry: QuayRegistry, object: KubernetesObject | undefined): boolean {
  return object?.metadata.ownerReferences?.some((owner) => owner.uid === registry.metadata.uid) ?? false;
}

function deployment(registry: QuayRegistry, observed: Observed, type: string, suffix: string): Stated {
  const name = `${registry.metadata.name}-${suffix}`;
  const found = observed.deployments.find((one) => one.metadata.name === name);
  if (found === undefined || !owned(registry, found)) return notReady(type, `Deployment ${name} not found`);
  const claim = observed.claims.find((one) => owned(registry, one) && one.status?.phase === 'Pending');
  if (claim !== undefined && /postgres|database/.test(suffix)) {
    return notReady(type, `PersistentVolumeClaim ${claim.metadata.name} is pending`);
  }
  if (isTrue(found.status?.conditions, 'Available')) return ready(type, `Deployment ${name} healthy`);
  const condition = found.status?.conditions?.find((one) => one.type === 'Available');
  return notReady(type, `Deployment ${name}: ${condition?.message ?? 'not available'}`);
}

/** Quay needs its upgrade Job to exist and to have succeeded. */
function quay(registry: QuayRegistry, observed: Observed): Stated {
  const name = `${registry.metadata.name}-quay-app-upgrade`;
  const job = observed.jobs.find((one) => one.metadata.name === name);
  if (job === undefined) return notReady('ComponentQuayReady', `job ${name} not found`);
  if ((job.status?.succeeded ?? 0) === 0) return notReady('ComponentQuayReady', `job ${name} not finished`);
  const replicas = registry.spec?.components?.find((component) => component.kind === 'quay')?.overrides?.replicas;
  if (replicas === 0) return ready('ComponentQuayReady', 'zero replicas wanted');
  return deployment(registry, observed, 'ComponentQuayReady', 'quay-app');
}

/** All three are demanded, also of an unmanaged mirror or Clair, for which none is made. */
function autoscalers(registry: QuayRegistry, observed: Observed): Stated {
  const missing = ['quay-app', 'quay-mirror', 'clair-app'].some(
    (suffix) => !observed.autoscalers.some((one) => one.metadata.name === `${registry.metadata.name}-${suffix}`),
  );
  return missing
    ? notReady('ComponentHPAReady', 'Horizontal pod autoscaler not found')
    : ready('ComponentHPAReady', 'Horizontal pod autoscaler found');
}

/** The first Route by name that the registry owns. */
function route(registry: QuayRegistry, observed: Observed): Stated {
  const own = observed.routes
    .filter((one) => owned(registry, one))
    .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name))[0];
  if (own === undefined) return notReady('ComponentRouteReady', 'Route not found');
  const ingress = own.status?.ingress ?? [];
  const admitted =
    ingress.length > 0 &&
    ingress.every((one) =>
      one.conditions?.some((condition) => condition.type === 'Admitted' && condition.status === 'True'),
    );
  return admitted
    ? ready('ComponentRouteReady', 'Route admitted')
    : notReady('ComponentRouteReady', 'Route is not admitted');
}
