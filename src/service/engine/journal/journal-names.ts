import { createHash } from 'node:crypto';
import { managedBy, migrationLabels } from '../../../domain/migration-names.ts';
import type { ObjectMeta } from '../../../k8s/object.ts';

/** A QuayEcosystem, whether it exists or not. */
export interface Target {
  readonly namespace: string;
  readonly name: string;
}

export const journalType = 'quay-migration/journal';
export const planType = 'quay-migration/journal-part';

/** Labels of a journal. Label values have at most 63 characters, so the ecosystem is identified by a hash. */
export const journalLabels = {
  ecosystemId: 'quay-migration/ecosystem-id',
  installation: 'quay-migration/installation',
} as const;

const annotations = {
  namespace: 'quay-migration/ecosystem-namespace',
  name: 'quay-migration/ecosystem-name',
} as const;

const longestName = 253;

/**
 * `quay-migration.NAMESPACE.NAME.ATTEMPT`. A namespace has no dot and the attempt is a number, so the name is unique.
 * A name that would be too long is truncated and gets a hash and another prefix.
 */
export function journalName({ namespace, name }: Target, attempt: number): string {
  const whole = `quay-migration.${namespace}.${name}.${attempt}`;
  // The parts of the plan append a suffix.
  if (whole.length + '-part99'.length <= longestName) return whole;
  return `quay-migration-cut.${namespace}.${name.slice(0, 80).replace(/[^a-z0-9]+$/, '')}.${ecosystemId({ namespace, name })}.${attempt}`;
}

/** The journal itself is the first part. */
export function partName(target: Target, attempt: number, part: number): string {
  return `${journalName(target, attempt)}-part${part + 2}`;
}

/** Stable and unique for an ecosystem, whatever its name; legal as the value of a label. */
export function ecosystemId({ namespace, name }: Target): string {
  return createHash('sha256').update(`${namespace}/${name}`).digest('hex').slice(0, 40);
}

/** Labels and annotations of the Secrets of an attempt. */
export function journalMetadata(
  target: Target,
  { attempt, installation }: { readonly attempt: number; readonly installation: string },
): Required<Pick<ObjectMeta, 'labels' | 'annotations'>> {
  return {
    labels: {
      [migrationLabels.managedBy]: managedBy,
      [migrationLabels.attempt]: String(attempt),
      [journalLabels.ecosystemId]: ecosystemId(target),
      [journalLabels.installation]: installation,
    },
    annotations: { [annotations.namespace]: target.namespace, [annotations.name]: target.name },
  };
}

/** The ecosystem of a journal by its annotations; undefined when they do not match its name. */
export function targetOf({ name, labels, annotations: said }: ObjectMeta): Target | undefined {
  const namespace = said?.[annotations.namespace];
  const ecosystem = said?.[annotations.name];
  if (namespace === undefined || ecosystem === undefined) return undefined;
  const target = { namespace, name: ecosystem };
  const attempt = Number(labels?.[migrationLabels.attempt]);
  return name === journalName(target, attempt) ? target : undefined;
}
