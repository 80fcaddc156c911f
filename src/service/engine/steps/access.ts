import type { Ingress } from '../../../k8s/ingress.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Service } from '../../../k8s/service.ts';
import type { Attempt } from '../attempt.ts';
import { type StepOutcome, StepFailure, done } from '../step-outcome.ts';

/** Service and Ingress of the old registry keep their address: they point at the new pods and lose their owner. */
export async function access(attempt: Attempt): Promise<StepOutcome> {
  const { access: planned } = await attempt.plan();
  if (planned.service === undefined) return done("the Route is the operator's");
  const service = await attempt.client.get(kinds.services, planned.service, attempt.namespace);
  if (service === undefined) {
    throw new StepFailure(
      `Service ${attempt.namespace}/${planned.service}, which people reach the registry by, is gone`,
      `Create a Service with the selector ${JSON.stringify(planned.selector)}, or take the migration back.`,
    );
  }
  await repoint(attempt, service, planned.selector);
  const ingress =
    planned.ingress === undefined
      ? undefined
      : await attempt.client.get(kinds.ingresses, planned.ingress, attempt.namespace);
  if (ingress) await disown(attempt, kinds.ingresses, ingress);
  return done(`Service ${planned.service} points at the new registry and no longer goes with the QuayEcosystem`);
}

async function repoint(attempt: Attempt, service: Service, selector: Readonly<Record<string, string>>): Promise<void> {
  const present = service.spec?.selector ?? {};
  const same = Object.keys(present).length === Object.keys(selector).length;
  if (!same || Object.entries(selector).some(([key, value]) => present[key] !== value)) {
    // A merge patch keeps the keys that it does not name: the old ones are taken out by null.
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

async function disown(
  attempt: Attempt,
  resource: kinds.Resource<Service> | kinds.Resource<Ingress>,
  object: Service | Ingress,
): Promise<void> {
  const owners = object.metadata.ownerReferences ?? [];
  const kept = owners.filter((owner) => owner.uid !== attempt.journal.ecosystem.uid);
  if (kept.length === owners.length) return;
  await attempt.change<Service | Ingress>(resource, object, {
    type: 'merge',
    body: { metadata: { ownerReferences: kept } },
  });
}
