// The annotations and the label of a QuayEcosystem by which people, the console and the service speak to each other.

/** Names a request; each is executed once. */
export const requestAnnotation = 'quay-migration/request';

/** Names the request that is to be rolled back. */
export const rollbackAnnotation = 'quay-migration/rollback';

/** `REQUEST: finding,finding`: the warnings that this request accepts. */
export const acknowledgedAnnotation = 'quay-migration/acknowledged';

export const databaseAnnotation = 'quay-migration/database';
export const copyBeforeFreezeAnnotation = 'quay-migration/copy-before-freeze';
export const accessAnnotation = 'quay-migration/access';

/**
 * Written by the service: the installation that started to migrate this QuayEcosystem; other installations take no action
 * on it. A user who can write it can stop only the migration of this QuayEcosystem, which removing the label does as well.
 */
export const installationAnnotation = 'quay-migration/installation';

/** The label that requests a migration, as Red Hat's documentation names it. */
export const migrateLabel = 'quay-operator/migrate';
