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
    // Its objects are all there with it; quayregistry-exists says the one thing that matters.
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

/** Belonged to a QuayRegistry of an earlier attempt that is gone: the garbage collector is on its way. */
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
      ? 'carries the labels of a migration, but no journal that is known here lists it: it may hold what somebody needs'
      : 'has a name that the new registry or its migration needs: it would be taken over or overwritten',
    remedy: `Look at it; if nobody needs it, delete it: oc delete ${plural} ${name} -n ${facts.namespace}.`,
  };
}
