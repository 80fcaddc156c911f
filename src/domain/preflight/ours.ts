import type { KubernetesObject } from '../../k8s/object.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { managedBy, migrationLabels } from '../migration-names.ts';

/** Made by a migration of this ecosystem: by its labels, and by the uid that a journal holds. Labels can be copied. */
export function isOurs(facts: EcosystemFacts, { metadata }: KubernetesObject): boolean {
  return (
    metadata.labels?.[migrationLabels.managedBy] === managedBy &&
    metadata.labels[migrationLabels.ecosystem] === facts.name &&
    metadata.uid !== undefined &&
    facts.snapshot.journaledUids.includes(metadata.uid)
  );
}
