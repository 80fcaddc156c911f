import type { KubernetesObject } from '../../k8s/object.ts';
import type { PodSpec } from '../../k8s/pod.ts';
import { type Choices, defaultChoices } from '../choices.ts';
import { type Change, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { jobsOf } from './jobs/work-plan.ts';
import type { MigrationPlan, PlanContext } from './migration-plan.ts';
import { planMigration } from './plan-migration.ts';

export const context: PlanContext = {
  attempt: 3,
  generated: {
    databasePassword: 'new1',
    databaseRootPassword: 'root2',
    clairPassword: 'clair3',
    reportKey: 'key4',
    securityScannerPsk: 'cHNr',
  },
  workerImage: 'registry.example.com/worker:1',
  imagePullSecrets: ['ours'],
};

/** The plan for the registry `prod`, with a difference. */
export function plan(change: Change = {}, choices: Partial<Choices> = {}): MigrationPlan {
  return planMigration(prodFacts(change), { ...defaultChoices, ...choices }, context);
}

/** What a plan makes for the time of the migration, and removes at its end. */
export function workObjects(plan: MigrationPlan): readonly KubernetesObject[] {
  const { serviceAccount, secret, upgradeConfig, validateConfig, proof } = plan.work;
  const { server, serverService } = plan.database;
  return [
    ...[serviceAccount, secret, upgradeConfig],
    ...(validateConfig ? [validateConfig] : []),
    ...(proof ? [proof] : []),
    ...jobsOf(plan.work),
    ...(server ? [server] : []),
    ...(serverService ? [serverService] : []),
  ];
}

/** Every pod that a plan runs by itself. */
export function podsOf(plan: MigrationPlan): readonly PodSpec[] {
  const specs = [...jobsOf(plan.work).map((job) => job.spec?.template?.spec), plan.database.server?.spec];
  return specs.filter((spec) => spec !== undefined);
}
