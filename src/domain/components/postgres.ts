import type { ComponentOverrides } from '../../k8s/quayregistry.ts';
import { fieldGroups } from '../config/field-groups.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { ComponentRule } from './decision.ts';
import { supportsOverride } from './pods/override-support.ts';
import { removeFields } from './remove-fields.ts';
import { volumeSizeFor } from './pods/volume-size.ts';

export const postgres: ComponentRule = (facts, choices) => {
  if (facts.database.kind === 'managed' && choices.database === 'copy') {
    return {
      kind: 'postgres',
      managed: true,
      reason: "the legacy operator managed the database; it is copied into the new operator's PostgreSQL 13",
      overrides: overridesOf(facts),
      configChanges: removeFields(
        facts,
        fieldGroups.postgres,
        'the operator writes it for the database that it manages',
      ),
    };
  }
  return {
    kind: 'postgres',
    managed: false,
    reason: unmanagedReason(facts),
    configChanges: [],
  };
};

function unmanagedReason({ database: { kind, uri } }: EcosystemFacts): string {
  if (kind === 'external') return `the database is external (${uri?.host ?? 'no host in DB_URI'})`;
  if (kind === 'ephemeral') return 'the database has no volume that could be copied';
  return 'it was chosen to keep the existing database; DB_URI keeps naming it';
}

/** The operator applies 50Gi unless told: an override of the volume's own size keeps it from shrinking or growing it. */
function overridesOf(facts: EcosystemFacts): ComponentOverrides {
  const { storageClass } = facts.database;
  return {
    volumeSize: volumeSizeFor(facts),
    ...(storageClass !== undefined &&
      supportsOverride(facts, 'storageClassName') && { storageClassName: storageClass }),
  };
}
