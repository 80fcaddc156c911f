import type { Ingress } from '../../k8s/ingress.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import { deployments, routes, serviceMonitors, services } from '../../k8s/resource.ts';
import type { Route } from '../../k8s/route.ts';
import type { Service } from '../../k8s/service.ts';
import { type Snapshot, objectNamed, objectsOf } from '../snapshot.ts';
import { isMapping } from './check-fields.ts';
import { isServiceHost } from './database/database-uri.ts';
import type { Door } from './facts.ts';
import { readIngresses } from './read-ingresses.ts';

/**
 * Every object of the namespace that leads to the pods of the old registry: Services by their selector, and what names
 * one of them or selects it by its labels. After the freeze each leads nowhere, unless somebody sees to it.
 */
export function readDoors(snapshot: Snapshot): readonly Door[] {
  const here = <T extends KubernetesObject>(found: readonly T[]): readonly T[] =>
    found.filter(({ metadata }) => metadata.namespace === snapshot.namespace);
  const own = `${snapshot.name}-quay`;
  const labels = podLabels(snapshot);
  const all = here(objectsOf(snapshot, services));
  const direct = all.filter((service) => service.metadata.name === own || selects(service.spec?.selector, labels));
  const names = direct.map(({ metadata }) => metadata.name);
  const through = (targets: readonly unknown[]): readonly string[] => names.filter((name) => targets.includes(name));
  return [
    ...direct.map((object) => ({ object, services: [object.metadata.name] })),
    ...all
      .filter((service) => !direct.includes(service))
      .map((object) => ({ object, services: names.filter((name) => isAlias(object, name, snapshot.namespace)) })),
    ...here(objectsOf(snapshot, routes)).map((object) => ({ object, services: through(routeTargets(object)) })),
    ...readIngresses(snapshot).map((object) => ({ object, services: through(ingressTargets(object)) })),
    ...here(objectsOf(snapshot, serviceMonitors)).map((object) => ({
      object,
      services: direct
        .filter(({ metadata }) => monitors(object, metadata.labels ?? {}))
        .map(({ metadata }) => metadata.name),
    })),
  ].filter((door) => door.services.length > 0);
}

/** As the Deployment gives them to its pods, or as the legacy operator would. */
function podLabels({ name, ...snapshot }: Snapshot): Readonly<Record<string, unknown>> {
  const deployment = objectNamed({ name, ...snapshot }, deployments, `${name}-quay`);
  const labels: unknown = deployment?.spec?.template?.metadata?.labels;
  return isMapping(labels)
    ? labels
    : { app: 'quay-operator', 'quay-enterprise-cr': name, 'quay-enterprise-component': 'app' };
}

/** A selector without keys selects nothing in a Service; in a ServiceMonitor it selects everything. */
function selects(selector: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  return isMapping(selector) && Object.keys(selector).length > 0 && within(selector, labels);
}

function within(selector: Readonly<Record<string, unknown>>, labels: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function isAlias({ spec }: Service, name: string, namespace: string): boolean {
  const target: unknown = spec?.externalName;
  return spec?.type === 'ExternalName' && typeof target === 'string' && isServiceHost(target, name, namespace);
}

function routeTargets({ spec }: Route): readonly unknown[] {
  return [spec?.to, ...listOf(spec?.alternateBackends)].map((backend) => (isMapping(backend) ? backend.name : ''));
}

function ingressTargets({ spec }: Ingress): readonly unknown[] {
  const paths = listOf(spec?.rules).flatMap((rule) => (isMapping(rule) && isMapping(rule.http) ? rule.http.paths : []));
  return [spec?.defaultBackend, ...listOf(paths).map((path) => (isMapping(path) ? path.backend : undefined))].map(
    (backend) => {
      if (!isMapping(backend)) return '';
      // v1beta1 has the name beside the port.
      return isMapping(backend.service) ? backend.service.name : backend.serviceName;
    },
  );
}

function monitors(
  { spec }: KubernetesObject & { readonly spec?: unknown },
  labels: Readonly<Record<string, string>>,
): boolean {
  const selector = isMapping(spec) ? spec.selector : undefined;
  if (!isMapping(selector)) return false;
  return within(isMapping(selector.matchLabels) ? selector.matchLabels : {}, labels);
}

/** Dumps may hold anything where a list belongs. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
