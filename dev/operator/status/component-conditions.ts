import { findCondition, isTrue } from '../../../src/k8s/condition.ts';
import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { Job } from '../../../src/k8s/job.ts';
import type { KubernetesObject } from '../../../src/k8s/object.ts';
import type { PersistentVolumeClaim } from '../../../src/k8s/persistentvolumeclaim.ts';
import type { ComponentKind, QuayRegistry } from '../../../src/k8s/quayregistry.ts';
import type { Route } from '../../../src/k8s/route.ts';
import type { Secret } from '../../../src/k8s/secret.ts';
import { componentsOf } from '../registry-inputs.ts';
import type { Stated } from './registry-status.ts';
import type { VersionFacts } from '../version-facts.ts';

/** What the status loop looks at: the namespace's objects, all of them. */
export interface Observed {
  readonly deployments: readonly Deployment[];
  readonly jobs: readonly Job[];
  readonly routes: readonly Route[];
  readonly claims: readonly PersistentVolumeClaim[];
  readonly autoscalers: readonly KubernetesObject[];
  readonly monitors: readonly KubernetesObject[];
  /** The Secret that the registry names, when it is there. */
  readonly bundle: Secret | undefined;
}

/** Whether a component is well, and what it says about it. */
type Health = readonly [well: boolean, message: string];

function monitoring({ metadata }: QuayRegistry, { monitors }: Observed): Health {
  const found = monitors.some(({ metadata: { name } }) => name === `${metadata.name}-quay-metrics-monitor`);
  return found ? [true, 'ServiceMonitor and PrometheusRules created'] : [false, 'ServiceMonitor not found'];
}

/** All component conditions and Available, as the status loop of quay-operator 3.12 and newer evaluates them. */
export function componentConditions(
  registry: QuayRegistry,
  observed: Observed,
  facts: Pick<VersionFacts, 'clairClaim'>,
): readonly Stated[] {
  const { managed } = componentsOf(registry);
  const { name } = registry.metadata;
  const of = (suffix: string, kind: ComponentKind, claim?: string): Health =>
    deployment(registry, observed, { suffix, kind, claim });
  const independent = [
    stated('HPA', managed('horizontalpodautoscaler') && autoscalers(registry, observed)),
    stated('Route', managed('route') && route(registry, observed)),
    stated('Monitoring', managed('monitoring') && monitoring(registry, observed)),
  ];
  const gates = [
    stated('Postgres', managed('postgres') && of('quay-database', 'postgres', `${name}-quay-postgres-13`)),
    stated('ObjectStorage', managed('objectstorage') && [false, 'ObjectBucketClaim not found']),
    stated('Clair', managed('clair') && of('clair-app', 'clair')),
    stated('ClairPostgres', managed('clairpostgres') && of('clair-postgres', 'clairpostgres', facts.clairClaim(name))),
    stated('TLS', managed('tls') ? [true, 'Using cluster wildcard certs'] : ownCertificate(registry, observed)),
    stated('Redis', managed('redis') && of('quay-redis', 'redis')),
  ];
  const awaited = gates.filter((gate) => gate.status !== 'True').map(({ type }) => componentOf(type));
  const waiting: Health | undefined =
    awaited.length === 0 ? undefined : [false, `Awaiting for component ${awaited.join(',')} to become available`];
  const last = [
    stated('Quay', waiting ?? quay(registry, observed)),
    stated('Mirror', managed('mirror') && (waiting ?? of('quay-mirror', 'mirror'))),
  ];
  const all = [...independent, ...gates, ...last];
  return [...all, availableOf(all)];
}

function stated(component: string, health: Health | false): Stated {
  const type = `Component${component}Ready`;
  if (health === false) {
    const message = 'Component is not managed by the operator';
    return { type, status: 'True', reason: 'ComponentNotManaged', message };
  }
  const [well, message] = health;
  return well
    ? { type, status: 'True', reason: 'ComponentReady', message }
    : { type, status: 'False', reason: 'ComponentNotReady', message };
}

/** Of the component conditions alone: RolloutBlocked has no say. */
function availableOf(conditions: readonly Stated[]): Stated {
  const type = 'Available';
  return conditions.some((condition) => condition.reason === 'ComponentNotReady')
    ? { type, status: 'False', reason: 'ComponentNotReady', message: 'Some components are not ready' }
    : { type, status: 'True', reason: 'HealthChecksPassing', message: 'All components reporting as healthy' };
}

/** `ComponentClairPostgresReady` is of `clairpostgres`. */
function componentOf(type: string): string {
  return type.replace(/^Component(.*)Ready$/, '$1').toLowerCase();
}

function isOwned(registry: QuayRegistry, object: KubernetesObject): boolean {
  return object.metadata.ownerReferences?.some((owner) => owner.uid === registry.metadata.uid) ?? false;
}

interface Expected {
  readonly suffix: string;
  readonly kind: ComponentKind;
  /** Name of its volume. */
  readonly claim?: string | undefined;
}

/** A Deployment of no replicas calls itself available: it counts only if an override asks for none. */
function deployment(registry: QuayRegistry, observed: Observed, { suffix, kind, claim }: Expected): Health {
  const name = `${registry.metadata.name}-${suffix}`;
  const found = observed.deployments.find((one) => one.metadata.name === name);
  if (found === undefined) return [false, `Deployment ${name} not found`];
  if (!isOwned(registry, found)) return [false, `Deployment ${name} not owned by QuayRegistry`];
  const phase = observed.claims.find((one) => one.metadata.name === claim)?.status?.phase;
  if (phase === 'Pending') return [false, `PersistentVolumeClaim ${claim ?? ''} is pending`];
  return availability(found, componentsOf(registry).overrides(kind)?.replicas === 0);
}

function availability({ metadata, status }: Deployment, wantsNone: boolean): Health {
  const name = `Deployment ${metadata.name}`;
  const available = status?.availableReplicas ?? 0;
  if (wantsNone && available === 0) return [true, `${name} scaled to zero`];
  const condition = findCondition(status?.conditions, 'Available');
  if (condition?.status !== 'True') return [false, `${name}: ${condition?.message ?? 'not available'}`];
  return available > 0 ? [true, `${name} healthy`] : [false, `${name} has zero replicas available`];
}

/** An unmanaged TLS is looked for in the bundle. Of a registry that does not name the component yet, nothing is said. */
function ownCertificate(registry: QuayRegistry, { bundle }: Observed): Health | false {
  if (bundle === undefined) return [false, 'Config bundle does not exist'];
  const isNamed = registry.spec?.components?.some(({ kind }) => kind === 'tls') ?? false;
  const isWhole = bundle.data?.['ssl.cert'] !== undefined && bundle.data['ssl.key'] !== undefined;
  return isNamed && !isWhole && [false, 'Config bundle is missing ssl.cert or ssl.key'];
}

/** Quay needs its upgrade Job to exist and to have succeeded. */
function quay(registry: QuayRegistry, observed: Observed): Health {
  const name = `${registry.metadata.name}-quay-app-upgrade`;
  const job = observed.jobs.find((one) => one.metadata.name === name);
  if (job === undefined) return [false, `job ${name} not found`];
  if ((job.status?.succeeded ?? 0) === 0) return [false, `job ${name} not finished`];
  return deployment(registry, observed, { suffix: 'quay-app', kind: 'quay' });
}

/** All three are demanded, also of an unmanaged mirror or Clair, for which none is made (3.12 and newer). */
function autoscalers(registry: QuayRegistry, observed: Observed): Health {
  const found = new Set(observed.autoscalers.filter((one) => isOwned(registry, one)).map((one) => one.metadata.name));
  return ['quay-app', 'quay-mirror', 'clair-app'].every((suffix) => found.has(`${registry.metadata.name}-${suffix}`))
    ? [true, 'Horizontal pod autoscaler found']
    : [false, 'Horizontal pod autoscaler not found'];
}

/** The first Route by name that the registry owns: every router that has seen it must have admitted it. */
function route(registry: QuayRegistry, observed: Observed): Health {
  const [first] = observed.routes
    .filter((one) => isOwned(registry, one))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  if (first === undefined) return [false, 'Route not found'];
  const ingress = first.status?.ingress ?? [];
  const isAdmitted = ingress.length > 0 && ingress.every((one) => isTrue(one.conditions, 'Admitted'));
  return isAdmitted ? [true, 'Route admitted'] : [false, 'Route is not admitted'];
}
