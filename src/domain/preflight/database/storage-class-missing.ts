import { isDefaultClass } from '../../../k8s/storageclass.ts';
import { storageClasses } from '../../../k8s/resource.ts';
import { objectsOf } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject, editEcosystem, unreadReason } from '../object-names.ts';

export const storageClassMissing = defineRule({
  id: 'storage-class-missing',
  severity: 'blocker',
  covers: ['H15', 'B7'],
  look: (facts, choices) => {
    const { kind, storageClass } = facts.database;
    if (kind !== 'managed' || choices.database !== 'copy') return undefined;
    if (unreadReason(facts, 'storageclasses.storage.k8s.io') !== undefined) return undefined;
    const classes = objectsOf(facts.snapshot, storageClasses);
    const found = classes.some((known) =>
      storageClass === undefined ? isDefaultClass(known) : known.metadata.name === storageClass,
    );
    if (found) return undefined;
    return {
      object: ecosystemObject(facts),
      field: 'spec.quay.database.storageClass',
      message:
        storageClass === undefined
          ? 'spec.quay.database.storageClass is empty, and the cluster has no default StorageClass. The new volume would never be bound'
          : `The old volume uses StorageClass ${storageClass}, which no longer exists. The new volume would never be bound`,
      remedy:
        storageClass === undefined
          ? `Set spec.quay.database.storageClass to one of those that oc get storageclass lists: ${editEcosystem(facts)}.`
          : `Create StorageClass ${storageClass} for new volumes. List those that exist: oc get storageclass.`,
    };
  },
});
