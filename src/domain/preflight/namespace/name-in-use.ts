import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import type { Resource } from '../../../k8s/resource.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { migrationLabels } from '../../migration-names.ts';
import { objectNamed } from '../../snapshot.ts';
import { claimedNames } from './claimed-names.ts';
import { defineRule } from '../define-rule.ts';

export const nameInUse = defineRule({
  id: 'name-in-use',
  severity: 'blocker',
  covers: ['H7', 'H40', 'B4'],
  look: (facts) => {
    // All objects of an existing QuayRegistry exist as well; quayregistry-exists reports the one fact that matters.
    if (facts.quayRegistry) return undefined;
    return claimedNames(facts.name).flatMap(({ resource, names }) =>
      names.flatMap((name) => {
        const found = objectNamed(facts.snapshot, resource, name);
        return found === undefined || isJournaled(facts, found) || isGarbage(facts, found)
          ? []
          : [statement(facts, resource, found)];
      }),
    );
  },
});

function isJournaled({ snapshot }: EcosystemFacts, { metadata }: KubernetesObject): boolean {
  return metadata.uid !== undefined && snapshot.journaledUids.includes(metadata.uid);
}

/** Owned by a deleted QuayRegistry of an earlier attempt: the garbage collector will delete it. */
function isGarbage({ snapshot }: EcosystemFacts, { metadata }: KubernetesObject): boolean {
  const owners = metadata.ownerReferences ?? [];
  return (
    owners.length > 0 &&
    owners.every(({ kind, uid }) => kind === 'QuayRegistry' && snapshot.journaledUids.includes(uid))
  );
}

function statement(
  facts: EcosystemFacts,
  { plural }: Resource,
  object: KubernetesObject,
): {
  object: string;
  field: string;
  message: string;
  remedy: string;
} {
  const { name, labels } = object.metadata;
  const labelled = labels?.[migrationLabels.ecosystem] === facts.name;
  return {
    object: describeObject(object),
    field: 'metadata.name',
    message: labelled
      ? `${describeObject(object)} has the labels of a migration, but no known journal lists it. It may contain data that is still needed`
      : `${describeObject(object)} has a name that the new registry or its migration needs. It would be taken over or overwritten`,
    remedy: `Check the object. If nobody needs it, delete it: oc delete ${plural} ${name} -n ${facts.namespace}.`,
  };
}
