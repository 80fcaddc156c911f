import type { MigrationStatus } from '../../contract/migration-status.ts';
import type { Ecosystem } from '../api/ecosystem.ts';

/** What every view of a state is given. */
export interface StateProps {
  readonly ecosystem: Ecosystem;
  readonly status: MigrationStatus;
}
