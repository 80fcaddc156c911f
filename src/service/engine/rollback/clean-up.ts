import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { cleanWork, removeAll } from '../objects/clean-work.ts';
import { type StepOutcome, done, wait } from '../attempt/step-outcome.ts';

/** Deletes the objects of the attempt. Keeps volume and keys when the new registry has run: only they hold its writes. */
export async function cleanUp(attempt: Attempt): Promise<StepOutcome> {
  if (attempt.journal.plan === undefined) return done('the migration had created no objects');
  const plan = await attempt.plan();
  if (!(await cleanWork(attempt, plan))) return wait('deleting the temporary objects of the migration', 1);
  const { registry, database } = plan;
  const kept = attempt.journal.registryRan;
  const made: [kinds.Resource, KubernetesObject | undefined][] = [[kinds.secrets, registry.bundle]];
  for (const configMap of registry.caConfigMaps) made.push([kinds.configMaps, configMap]);
  if (!kept) made.push([kinds.secrets, registry.managedKeys], [kinds.persistentVolumeClaims, database.claim]);
  const gone = await removeAll(attempt, made);
  if (!gone) return wait('deleting the objects that the migration created', 1);
  if (!kept) return done('all objects of the migration are deleted');
  const keys = describeObject(registry.managedKeys);
  return done(
    database.claim === undefined
      ? `${keys} is kept: it contains the keys of the new registry`
      : `${describeObject(database.claim)} and ${keys} are kept: they contain the data and the keys of the new registry`,
  );
}
