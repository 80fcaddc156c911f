import type { Route } from '../../../src/k8s/route.ts';
import { routes } from '../../../src/k8s/resource.ts';
import { isConflict, isNotFound } from '../../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { ClusterStores } from '../cluster-stores.ts';
import { WorkQueue } from '../work-queue.ts';

export interface RouteAdmissionOptions {
  readonly client: KubeClient;
  readonly stores: ClusterStores;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

export const appsDomain = 'apps.local';

type Ingress = NonNullable<NonNullable<Route['status']>['ingress']>[number];

/** Simulates the router's part in Routes: gives a host to those without, and admits each host and path once. */
export function startRouteAdmission({ client, stores, signal, log }: RouteAdmissionOptions): void {
  const admitAll = async () => {
    const all = stores.routes.values();
    for (const route of all) await admit(client, route, all);
  };
  const report = (_key: string, error: unknown) => {
    log(`Routes cannot be admitted: ${String(error)}`);
  };
  const queue = new WorkQueue(admitAll, report, signal);
  stores.routes.onEvent(() => {
    queue.add('routes');
  });
}

async function admit(client: KubeClient, route: Route, all: readonly Route[]): Promise<void> {
  const { name, namespace = '', uid } = route.metadata;
  try {
    if (!route.spec?.host) {
      const annotations = { 'openshift.io/host.generated': 'true' };
      const body = { metadata: { uid, annotations }, spec: { host: `${name}-${namespace}.${appsDomain}` } };
      await client.patch(routes, { name, namespace }, { type: 'merge', body });
      return;
    }
    const ingress = admission(route, all, new Date().toISOString());
    if (ingress === undefined) return;
    const body = { metadata: { uid }, status: { ingress: [ingress] } };
    await client.patch(routes, { name, namespace }, { type: 'merge', body }, { subresource: 'status' });
  } catch (error) {
    if (!isConflict(error) && !isNotFound(error)) throw error;
  }
}

/** What the router says about a Route that has a host; undefined when it says so already. */
export function admission(route: Route, all: readonly Route[], now: string): Ingress | undefined {
  const host = route.spec?.host ?? '';
  const holder = holderOf(route, all);
  const status = holder === route ? 'True' : 'False';
  const before = route.status?.ingress?.[0];
  if (before?.host === host && before.conditions?.[0]?.status === status) return undefined;
  const refusal = {
    reason: 'HostAlreadyClaimed',
    message: `route ${holder.metadata.name} already exposes ${host} and is older`,
  };
  return {
    host,
    routerName: 'default',
    routerCanonicalHostname: `router-default.${appsDomain}`,
    wildcardPolicy: 'None',
    conditions: [{ type: 'Admitted', status, ...(holder !== route && refusal), lastTransitionTime: now }],
  };
}

/** Of all Routes with the same host and path, the oldest. */
export function holderOf(route: Route, all: readonly Route[]): Route {
  const place = (candidate: Route) => `${candidate.spec?.host ?? ''}${candidate.spec?.path ?? ''}`;
  const age = ({ metadata }: Route) =>
    `${metadata.creationTimestamp ?? ''} ${metadata.namespace ?? ''}/${metadata.name}`;
  const rivals = all.filter((candidate) => place(candidate) === place(route));
  return rivals.reduce((oldest, candidate) => (age(candidate) < age(oldest) ? candidate : oldest), route);
}
