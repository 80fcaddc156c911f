import { isAtLeast } from '../../ecosystem/operators/operator-version.ts';
import { databaseClaimName, newDatabaseName } from '../../migration-names.ts';
import { defineRule } from '../define-rule.ts';

/** The last version whose names of volume, Secret, role and database were checked in the operator itself. */
const lastKnown = { major: 3, minor: 18 } as const;

export const operatorNewer = defineRule({
  id: 'operator-newer',
  severity: 'warning',
  covers: ['H40'],
  look: ({ operator, name }) => {
    if (!operator || !isAtLeast(operator, lastKnown.major, lastKnown.minor + 1)) return undefined;
    return {
      object: operator.source,
      field: 'spec.version',
      message:
        `${operator.source} is quay-operator ${operator.version}, newer than any version that this product knows (3.9 to ` +
        `${lastKnown.major}.${lastKnown.minor}). It is unknown whether this version still finds the database in ` +
        `PersistentVolumeClaim ${databaseClaimName(name)}, as role and database ${newDatabaseName(name)} of a PostgreSQL ` +
        `13, and the keys in Secret ${name}-quay-registry-managed-secret-keys, and at which revision its schema upgrade ` +
        'ends. If it does not, the migration fails in its last steps, during the downtime',
      remedy:
        'Update this product to a version that knows this version of quay-operator, or install a version that it knows. ' +
        'Or acknowledge this warning: step verify then proves that the new PostgreSQL runs on the migrated volume before ' +
        'it reports success.',
    };
  },
});
