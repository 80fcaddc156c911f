import type { Translate } from '../text/use-text.ts';

/** What somebody who starts a migration is told once more. `copies`: the database, as against an upgrade where it is. */
export function consequencesOfStart(copies: boolean, t: Translate): readonly string[] {
  return [
    t('Downtime starts when the old registry is scaled down and ends when the new registry is available.'),
    ...(copies
      ? [
          t('Every row is copied and verified. The source database is not modified.'),
          t('If a step fails before the new registry has run, the migration rolls back automatically.'),
        ]
      : [
          t('The database schema is upgraded in place.'),
          t('Back up the database first. After the schema upgrade, a rollback requires restoring that backup.'),
        ]),
    t('You can roll back until you delete the QuayEcosystem.'),
  ];
}
