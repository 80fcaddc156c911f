import * as kinds from '../../../k8s/resource.ts';
import type { Route } from '../../../k8s/route.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { recreate } from '../objects/recreate.ts';
import { type StepOutcome, done } from '../attempt/step-outcome.ts';

/** Restores Route, Service and Ingress, with the Secrets of Ingresses, to their originals, for the old registry. */
export async function restoreAccess(attempt: Attempt): Promise<StepOutcome> {
  if (attempt.journal.plan === undefined) return done('external access was not changed');
  const { access } = await attempt.plan();
  if (access.route !== undefined) await restoreRoute(attempt, access.route);
  if (access.service !== undefined) await restoreService(attempt, access.service);
  if (access.ingress !== undefined) await restoreOwners(attempt, kinds.ingresses, access.ingress);
  for (const name of access.secrets ?? []) await restoreOwners(attempt, kinds.secrets, name);
  return done('external access points to the old registry');
}

/** The operator replaced host, target and TLS of the Route, and added an owner reference. */
async function restoreRoute(attempt: Attempt, name: string): Promise<void> {
  const original = attempt.original(kinds.routes, name);
  if (original === undefined) return;
  const route = await attempt.client.get(kinds.routes, name, attempt.namespace);
  if (route === undefined) {
    await recreate(attempt, kinds.routes, original);
    return;
  }
  await attempt.client.patch(
    kinds.routes,
    { namespace: attempt.namespace, name },
    {
      type: 'merge',
      body: {
        metadata: {
          resourceVersion: route.metadata.resourceVersion,
          labels: withoutAdditions(route.metadata.labels, original.metadata.labels),
          annotations: withoutAdditions(route.metadata.annotations, original.metadata.annotations),
        },
        spec: specPatch(route, original),
      },
    },
  );
  await restoreOwners(attempt, kinds.routes, name);
}

/** Labels and annotations that the operator adds or changes. */
const operatorKeys = /^(app|quay-|quay-operator\/|haproxy\.router\.openshift\.io\/timeout)/;

function withoutAdditions(
  now: Readonly<Record<string, string>> = {},
  before: Readonly<Record<string, string>> = {},
): Record<string, string | null> {
  const touched = Object.keys(now).filter((key) => operatorKeys.test(key) && now[key] !== before[key]);
  return Object.fromEntries(touched.map((key) => [key, before[key] ?? null]));
}

/** Resets every field that the operator writes to its original value, or removes it. */
function specPatch(route: Route, original: Route): Record<string, unknown> {
  const fields = ['host', 'to', 'port', 'tls', 'path', 'wildcardPolicy'] as const;
  const patch: Record<string, unknown> = {};
  for (const field of fields) {
    const before = original.spec?.[field];
    const now = route.spec?.[field];
    if (JSON.stringify(before) === JSON.stringify(now)) continue;
    patch[field] = typeof before === 'object' && typeof now === 'object' ? replaced(now, before) : (before ?? null);
  }
  return patch;
}

function replaced(now: object, before: object): Record<string, unknown> {
  return { ...Object.fromEntries(Object.keys(now).map((key) => [key, null])), ...before };
}

async function restoreService(attempt: Attempt, name: string): Promise<void> {
  const original = attempt.original(kinds.services, name);
  const service = await attempt.client.get(kinds.services, name, attempt.namespace);
  if (original === undefined || service === undefined) return;
  const now = service.spec?.selector ?? {};
  const before = original.spec?.selector ?? {};
  if (JSON.stringify(now) !== JSON.stringify(before)) {
    await attempt.change(kinds.services, service, {
      type: 'merge',
      body: { spec: { selector: replaced(now, before) } },
    });
  }
  await restoreOwners(attempt, kinds.services, name);
}

/** Restores the original owner references, except those of deleted owners; leaves other additions to the garbage collector. */
async function restoreOwners(attempt: Attempt, resource: kinds.Resource, name: string): Promise<void> {
  const original = attempt.original(resource, name);
  const object = await attempt.client.get(resource, name, attempt.namespace);
  if (original === undefined || object === undefined) return;
  const owners = (object.metadata.ownerReferences ?? []).filter((owner) => owner.kind !== kinds.quayRegistries.kind);
  const lives = await ecosystemLives(attempt);
  const missing = (original.metadata.ownerReferences ?? []).filter(
    (owner) =>
      !owners.some((present) => present.uid === owner.uid) &&
      // The garbage collector deletes an object whose owner is gone.
      (owner.uid !== attempt.journal.ecosystem.uid || lives),
  );
  const unchanged = missing.length === 0 && owners.length === (object.metadata.ownerReferences ?? []).length;
  if (unchanged) return;
  await attempt.change(resource, object, {
    type: 'merge',
    body: { metadata: { ownerReferences: [...owners, ...missing] } },
  });
}

async function ecosystemLives(attempt: Attempt): Promise<boolean> {
  const ecosystem = await attempt.client.get(kinds.quayEcosystems, attempt.name, attempt.namespace);
  return (
    ecosystem?.metadata.uid === attempt.journal.ecosystem.uid && ecosystem.metadata.deletionTimestamp === undefined
  );
}
