import type { KubernetesObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { cleanWork, removeAll } from '../objects/clean-work.ts';
import { type StepOutcome, done, wait } from '../attempt/step-outcome.ts';

/** Removes what the attempt made. Volume and keys stay when the new registry has run: its writes are only there. */
export async function cleanUp(attempt: Attempt): Promise<StepOutcome> {
  if (attempt.journal.plan === undefined) return done('nothing was made');
  const plan = await attempt.plan();
  if (!(await cleanWork(attempt, plan))) return wait('removing what only the migration needed', 1);
  const { registry, database } = plan;
  const kept = attempt.journal.registryRan;
  const made: [kinds.Resource, KubernetesObject | undefined][] = [[kinds.secrets, registry.bundle]];
  for (const configMap of registry.caConfigMaps) made.push([kinds.configMaps, configMap]);
  if (!kept) made.push([kinds.secrets, registry.managedKeys], [kinds.persistentVolumeClaims, database.claim]);
  const gone = await removeAll(attempt, made);
  if (!gone) return wait('removing what the migration made', 1);
  return done(
    kept
      ? `${database.claim?.metadata.name ?? 'the keys'} is kept: it holds what the new registry wrote`
      : 'nothing is left',
  );
}
