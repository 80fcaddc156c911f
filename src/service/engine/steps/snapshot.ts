import { type KubernetesObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { databaseResource } from '../objects/old-database.ts';
import { beforeRollbacks } from '../objects/replicas-before-rollback.ts';
import { type StepOutcome, done } from '../attempt/step-outcome.ts';

/** Journals the original of every object that the migration will change. */
export async function snapshot(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  const wanted: [kinds.Resource, string | undefined][] = [
    [kinds.quayEcosystems, attempt.name],
    ...plan.freeze.writers.map((name): [kinds.Resource, string] => [kinds.deployments, name]),
    ...plan.freeze.detached.map(({ plural, name }): [kinds.Resource, string] => [databaseResource(plural), name]),
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
