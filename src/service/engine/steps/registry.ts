import type { QuayRegistry, QuayRegistryComponent } from '../../../k8s/quayregistry.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { type StepOutcome, StepFailure, done } from '../attempt/step-outcome.ts';
import { assertFrozen } from './freeze.ts';
import { recheckOperator } from './preflight.ts';

/** Creates keys and config bundle before the QuayRegistry that names them: the operator starts with the QuayRegistry. */
export async function registry(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  const planned = plan.registry;
  const created = attempt.hasCreated(kinds.quayRegistries, planned.registry.metadata.name);
  if (!created) {
    await recheckOperator(attempt, plan);
    await assertFrozen(attempt);
  }
  await attempt.ensureCreated(kinds.secrets, planned.managedKeys);
  await attempt.ensureCreated(kinds.secrets, planned.bundle);
  const stored = await attempt.ensureCreated(kinds.quayRegistries, planned.registry);
  assertStored(planned.registry, stored);
  return done(`QuayRegistry ${attempt.namespace}/${stored.metadata.name} created`);
}

/** The API server silently prunes fields that the CRD does not know: compare what was stored with the plan. */
function assertStored(planned: QuayRegistry, stored: QuayRegistry): void {
  const lost = (planned.spec?.components ?? []).filter((component) => !isStored(component, stored));
  if (lost.length === 0) return;
  throw new StepFailure(
    `QuayRegistry ${stored.metadata.name} was stored without fields of spec.components for ${lost.map((component) => component.kind).join(', ')}`,
    'The installed CustomResourceDefinition does not have these fields. Update quay-operator, then request the migration again.',
  );
}

function isStored(component: QuayRegistryComponent, stored: QuayRegistry): boolean {
  const found = stored.spec?.components?.find((candidate) => candidate.kind === component.kind);
  if (found?.managed !== component.managed) return false;
  return Object.keys(component.overrides ?? {}).every((key) => key in (found.overrides ?? {}));
}
