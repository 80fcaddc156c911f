import type { Ingress } from '../../../k8s/ingress.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Secret } from '../../../k8s/secret.ts';
import type { Service } from '../../../k8s/service.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { ownersWithout } from '../objects/owner-references.ts';
import { type StepOutcome, StepFailure, done } from '../attempt/step-outcome.ts';

/**
 * Points Service and Ingress of the old registry to the new pods, and removes their owner reference and that of the
 * Secrets of the Ingresses. Behind a Route, the Service still serves clients in the cluster that know it by name.
 */
export async function access(attempt: Attempt): Promise<StepOutcome> {
  const { access: planned } = await attempt.plan();
  if (planned.service === undefined) return done('quay-operator manages the Route');
  const service = await attempt.client.get(kinds.services, planned.service, attempt.namespace);
  if (service === undefined) {
    if (planned.route !== undefined)
      return done(`Service ${planned.service} does not exist; quay-operator manages the Route`);
    throw new StepFailure(
      `Service ${attempt.namespace}/${planned.service}, which exposes the registry, does not exist`,
      `Create a Service with the selector ${JSON.stringify(planned.selector)}, or roll the migration back.`,
    );
  }
  await repoint(attempt, service, planned.selector);
  if (planned.ingress !== undefined) await disownNamed(attempt, kinds.ingresses, planned.ingress);
  for (const name of planned.secrets ?? []) await disownNamed(attempt, kinds.secrets, name);
  return done(`Service ${planned.service} points to the new registry and is no longer owned by the QuayEcosystem`);
}

async function repoint(attempt: Attempt, service: Service, selector: Readonly<Record<string, string>>): Promise<void> {
  const present = service.spec?.selector ?? {};
  const same = Object.keys(present).length === Object.keys(selector).length;
  if (!same || Object.entries(selector).some(([key, value]) => present[key] !== value)) {
    // A merge patch keeps keys that it does not name; null removes them.
    const removed = Object.fromEntries(Object.keys(present).map((key) => [key, null]));
    const changed = await attempt.change(kinds.services, service, {
      type: 'merge',
      body: { spec: { selector: { ...removed, ...selector } } },
    });
    await disown(attempt, kinds.services, changed);
    return;
  }
  await disown(attempt, kinds.services, service);
}

type Kept = Service | Ingress | Secret;

async function disownNamed(attempt: Attempt, resource: kinds.Resource<Kept>, name: string): Promise<void> {
  const object = await attempt.client.get(resource, name, attempt.namespace);
  if (object) await disown(attempt, resource, object);
}

async function disown(attempt: Attempt, resource: kinds.Resource<Kept>, object: Kept): Promise<void> {
  const ownerReferences = ownersWithout(object, attempt.journal.ecosystem.uid);
  if (ownerReferences === undefined) return;
  await attempt.change<Kept>(resource, object, { type: 'merge', body: { metadata: { ownerReferences } } });
}
