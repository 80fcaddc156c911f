import { migrationNames } from '../../../domain/migration-names.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { Job } from '../../../k8s/job.ts';
import { StepFailure } from '../attempt/step-outcome.ts';

const asBefore = 'The old registry went on serving, and nothing of it was changed.';

/**
 * What a Job of prepare that failed means. What Quay itself said may hold a password: only names of it are told (see
 * quay-proof.ts), and where all of it is to be read.
 */
export function proofFailure(plan: MigrationPlan, { metadata }: Job, message: string): StepFailure {
  const names = migrationNames(plan.ecosystem.name, plan.attempt);
  const quay = `Quay ${plan.quayVersion}`;
  const log = `Look at its log, which stays for seven days: oc logs job/${metadata.name} -n ${plan.ecosystem.namespace}`;
  if (metadata.name === names.pullJob) {
    return new StepFailure(
      `${quay} does not get as far as its schema upgrade with the new configuration: ${message}`,
      `${log}. Its last lines name what Quay cannot read or reach: the Redis of the old registry, the database, or a ` +
        `setting. ${asBefore} Fix what they name, then request the migration again.`,
    );
  }
  if (metadata.name === names.validateJob) {
    return new StepFailure(
      `${quay} would refuse its configuration at its start: ${message}`,
      `${log}. Its table has a line for each refusal. ${asBefore} Change the setting, or make reachable what it names, ` +
        'then request the migration again. With the variable IGNORE_VALIDATION in spec.quay.envVars of the ' +
        'QuayEcosystem, Quay starts whatever its validation says.',
    );
  }
  if (metadata.name === names.pullComponentsJob) {
    return new StepFailure(
      message,
      'The pods of quay-operator have no pull secret of the namespace, and neither had this one: an image that needs ' +
        'credentials needs them in the pull secret of the cluster (Secret openshift-config/pull-secret). ' +
        `${asBefore} Fix what the message names, then request the migration again.`,
    );
  }
  return new StepFailure(message, 'Nothing was changed. Mend what the message names, then ask again.');
}
