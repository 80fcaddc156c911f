import type { DatabasePlan, MigrationPlan } from '../../domain/plan/migration-plan.ts';

/** The parts of a plan that the command line shows. */
export interface ShownPlan extends Pick<
  MigrationPlan,
  'ecosystem' | 'choices' | 'components' | 'configDiff' | 'findings' | 'steps' | 'resources' | 'quayVersion'
> {
  readonly database: Pick<DatabasePlan, 'mode'>;
}
