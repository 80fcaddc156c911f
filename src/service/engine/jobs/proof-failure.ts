import { migrationNames } from '../../../domain/migration-names.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { Job } from '../../../k8s/job.ts';
import { StepFailure } from '../attempt/step-outcome.ts';

const asBefore = 'The old registry stayed available and was not changed.';

/**
 * The failure of a Job of prepare. Quay's own output may contain a password: only names are taken from it (see
 * quay-proof.ts), and the remedy says where to read all of it.
 */
export function proofFailure(plan: MigrationPlan, { metadata }: Job, message: string): StepFailure {
  const names = migrationNames(plan.ecosystem.name, plan.attempt);
  const quay = `Quay ${plan.quayVersion}`;
  const log = `Read the log of the Job, which is kept for seven days: oc logs job/${metadata.name} -n ${plan.ecosystem.namespace}`;
  if (metadata.name === names.pullJob) {
    return new StepFailure(
      `${quay} fails before its schema upgrade with the new configuration: ${message}`,
      `${log}. The last lines name what Quay cannot read or reach: the Redis of the old registry, the database, or a ` +
        `setting. ${asBefore} Fix the reported problem, then request the migration again.`,
    );
  }
  if (metadata.name === names.validateJob) {
    return new StepFailure(
      `${quay} would reject its configuration at startup: ${message}`,
      `${log}. The table has a line for each error. ${asBefore} Correct the setting, or make the named service reachable, ` +
        'then request the migration again. To start Quay regardless of its validation, set the variable ' +
        'IGNORE_VALIDATION in spec.quay.envVars of the QuayEcosystem.',
    );
  }
  if (metadata.name === names.pullComponentsJob) {
    return new StepFailure(
      message,
      'The pods of quay-operator use no pull secret of the namespace, and neither did this pod. If the image needs ' +
        'credentials, add them to the pull secret of the cluster (Secret openshift-config/pull-secret). ' +
        `${asBefore} Fix the reported problem, then request the migration again.`,
    );
  }
  return new StepFailure(message, 'Nothing was changed. Fix the reported problem, then request the migration again.');
}
