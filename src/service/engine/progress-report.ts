import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { configMaps } from '../../k8s/resource.ts';
import { migrationNames } from '../../domain/plan/migration-names.ts';
import type { Attempt } from './attempt.ts';

/** A report that the worker left in the progress ConfigMap; undefined while it is not there. */
export async function readReport<Schema extends TSchema>(
  attempt: Attempt,
  key: string,
  schema: Schema,
): Promise<Static<Schema> | undefined> {
  const { progress } = migrationNames(attempt.name, attempt.journal.attempt);
  const configMap = await attempt.client.get(configMaps, progress, attempt.namespace);
  const text = configMap?.data?.[key];
  if (text === undefined || text === '') return undefined;
  const report: unknown = JSON.parse(text);
  if (!Value.Check(schema, report)) {
    throw new Error(`ConfigMap ${attempt.namespace}/${progress}: data[${key}] is no report of this product's worker`);
  }
  return report;
}

/** Takes away what an earlier run left, before a Job starts that writes these keys. */
export async function clearReports(attempt: Attempt, keys: readonly string[]): Promise<void> {
  const { progress } = migrationNames(attempt.name, attempt.journal.attempt);
  const body = { data: Object.fromEntries(keys.map((key) => [key, null])) };
  await attempt.client.patch(configMaps, { namespace: attempt.namespace, name: progress }, { type: 'merge', body });
}
