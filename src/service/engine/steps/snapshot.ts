import { type KubernetesObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { beforeRollbacks } from '../rollback/late-workloads.ts';
import { type StepOutcome, done } from '../attempt/step-outcome.ts';

/** Journals the original of every object that the migration will change. */
export async function snapshot(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  const wanted: [kinds.Resource, string | undefined][] = [
    [kinds.quayEcosystems, attempt.name],
    ...plan.freeze.writers.map((name): [kinds.Resource, string] => [kinds.deployments, name]),
    ...plan.freeze.detached.map(({ plural, name }): [kinds.Resource, string] => [detachable(plural), name]),
    [kinds.routes, plan.access.route],
    [kinds.services, plan.access.service],
    [kinds.ingresses, plan.access.ingress],
    ...(plan.access.secrets ?? []).map((name): [kinds.Resource, string] => [kinds.secrets, name]),
  ];
  const journals = await attempt.journals.list();
  const earlier = journals.map(({ journal }) => journal).filter((journal) => journal.attempt < attempt.journal.attempt);
  let count = 0;
  for (const [resource, name] of wanted) {
    if (name === undefined) continue;
    const object: KubernetesObject | undefined = await attempt.client.get(resource, name, attempt.namespace);
    if (object === undefined) continue;
    const writer = resource.kind === kinds.deployments.kind && plan.freeze.writers.includes(name);
    await attempt.recordOriginal(resource, writer ? beforeRollbacks(object, earlier) : object);
    count += 1;
  }
  return done(`originals of ${count} objects recorded`);
}

/** The resource of an object of the old database. */
export function detachable(plural: string): kinds.Resource {
  const found = [kinds.deployments, kinds.persistentVolumeClaims, kinds.services, kinds.secrets].find(
    (resource) => resource.plural === plural,
  );
  if (found === undefined) throw new Error(`the plan detaches ${plural}, which is not a kind of the old database`);
  return found;
}
