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
      reason: 'The legacy operator managed the database, which is copied into the PostgreSQL 13 of quay-operator',
      overrides: overridesOf(facts),
      configChanges: removeFields(
        facts,
        fieldGroups.postgres,
        'quay-operator writes this field for the database that it manages',
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
  if (kind === 'external') return `The database is external (${uri?.host ?? 'no host in DB_URI'})`;
  if (kind === 'ephemeral') return 'The database has no persistent volume that could be copied';
  return 'The request keeps the existing database, and DB_URI still names it';
}

/** The default of quay-operator is 50Gi: an override keeps the volume at its own size. */
function overridesOf(facts: EcosystemFacts): ComponentOverrides {
  const { storageClass } = facts.database;
  return {
    volumeSize: volumeSizeFor(facts),
    ...(storageClass !== undefined &&
      supportsOverride(facts, 'storageClassName') && { storageClassName: storageClass }),
  };
}
