import { persistentVolumeClaims } from '../../../k8s/resource.ts';
import { describeObject } from '../../../k8s/object.ts';
import { databaseClaimName } from '../../migration-names.ts';
import { objectNamed } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';
import { isOurs } from '../ours.ts';

export const volumeKept = defineRule({
  id: 'volume-kept',
  severity: 'warning',
  covers: ['H7', 'H35', 'B25'],
  look: (facts, choices) => {
    const claim = objectNamed(facts.snapshot, persistentVolumeClaims, databaseClaimName(facts.name));
    if (!claim || !isOurs(facts, claim) || choices.database !== 'copy') return undefined;
    return {
      object: describeObject(claim),
      field: 'metadata.labels[quay-migration/attempt]',
      message:
        `${describeObject(claim)} holds the database of attempt ` +
        `${claim.metadata.labels?.['quay-migration/attempt'] ?? 'unknown'}, which was rolled back after the new registry ` +
        'had run. Only this volume holds what was pushed then. A new attempt copies the old database again and deletes ' +
        'the volume',
      remedy:
        'Export what you need from the volume (a pod with the PostgreSQL 13 image and pg_dump), then acknowledge this ' +
        'warning.',
    };
  },
});
