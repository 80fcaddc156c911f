import type { Translate } from '../text/use-text.ts';

/** What somebody who starts a migration is told once more. `copies`: the database, as against an upgrade where it is. */
export function consequencesOfStart(copies: boolean, t: Translate): readonly string[] {
  return [
    t('Downtime begins when the old registry is stopped, and ends when the new one serves.'),
    ...(copies
      ? [
          t('The database is copied and every row compared. The old one is only read.'),
          t('When something fails before the new registry has run, everything goes back to where it was.'),
        ]
      : [
          t('The schema of the database is upgraded where it is.'),
          t('Have a backup: once the schema is upgraded, the way back needs it.'),
        ]),
    t('You can take it back until you delete the QuayEcosystem.'),
  ];
}
