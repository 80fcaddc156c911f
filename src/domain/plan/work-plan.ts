import type { Job } from '../../k8s/job.ts';
import type { EnvVar } from '../../k8s/pod.ts';
import type { ComponentDecision } from '../components/decision.ts';
import type { TransformedConfig } from '../config/transform-config.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { parseVersion } from '../ecosystem/operator-version.ts';
import type { GeneratedSecrets } from '../registry/generated-secrets.ts';
import { pullComponents } from './pull-components.ts';
import { sourceEnvironment, targetEnvironment, upgradedEnvironment, workSecret } from './database-connection.ts';
import { databaseClaimName, migrationNames } from './migration-names.ts';
import type { PlannedStep, RegistryPlan, WorkPlan } from './migration-plan.ts';
import { headOfQuay, otherRevisions } from './quay-revisions.ts';
import { upgradeConfig, upgradeJob } from './upgrade-job.ts';
import { workerIdentity } from './worker-identity.ts';
import { type WorkSite, onceJob, workerJob } from './worker-job.ts';

interface WorkOrder {
  readonly site: WorkSite;
  readonly facts: EcosystemFacts;
  readonly mode: 'copy' | 'in-place';
  readonly firstCopy: boolean;
  readonly registry: RegistryPlan;
  readonly config: TransformedConfig;
  readonly generated: GeneratedSecrets;
  readonly steps: readonly PlannedStep[];
  readonly components: readonly ComponentDecision[];
}

const fiveMinutes = 300;

/** The objects that do the work and are removed at the end. */
export function workPlan(order: WorkOrder): WorkPlan {
  const { site, facts, mode, firstCopy, registry, config, generated, steps, components } = order;
  const names = migrationNames(site.name, site.attempt);
  const source = facts.database.uri;
  const seconds = (id: string): number => steps.find((step) => step.id === id)?.deadlineSeconds ?? fiveMinutes;
  const copied = mode === 'copy';
  const copyJob = (jobName: string, command: 'first-copy' | 'catch-up' | 'copy'): Job =>
    workerJob(site, {
      jobName,
      command,
      deadlineSeconds: seconds('database'),
      env: [...sourceEnvironment(site, source), ...targetEnvironment(site)],
    });
  return {
    ...workerIdentity(site),
    secret: workSecret(site, source, generated),
    upgradeConfig: upgradeConfig(site, registry.bundle, config, copied ? generated.databasePassword : undefined),
    pull: [pullQuay(site, facts), ...pullComponents(site, facts, components)],
    inspect: workerJob(site, {
      jobName: names.inspectJob,
      command: 'inspect',
      deadlineSeconds: fiveMinutes,
      env: [...sourceEnvironment(site, source), ...(copied ? targetEnvironment(site) : [])],
    }),
    rest: copied
      ? undefined
      : workerJob(site, {
          jobName: names.restJob,
          command: 'at-rest',
          deadlineSeconds: fiveMinutes,
          env: sourceEnvironment(site, source),
        }),
    firstCopy: firstCopy ? copyJob(names.firstCopyJob, 'first-copy') : undefined,
    copy: copied ? copyJob(names.copyJob, firstCopy ? 'catch-up' : 'copy') : undefined,
    upgrade: upgradeJob(site, facts.operator?.quayImage ?? '', seconds('schema-upgrade')),
    repair: copied
      ? workerJob(site, {
          jobName: names.repairJob,
          command: 'repair-upgrade',
          deadlineSeconds: fiveMinutes,
          env: targetEnvironment(site),
        })
      : undefined,
    check: workerJob(site, {
      jobName: names.checkJob,
      command: 'check-upgrade',
      deadlineSeconds: fiveMinutes,
      env: [...(copied ? targetEnvironment(site) : upgradedEnvironment(site, source)), ...expectedRevision(facts)],
    }),
    volumeCheck: copied ? volumeCheck(site, names.volumeJob) : undefined,
  };
}

/** Every Job that the migration may have started. */
export function jobsOf(work: WorkPlan): readonly Job[] {
  const { firstCopy, copy, rest, inspect, upgrade, repair, check, volumeCheck, pull } = work;
  return [firstCopy, copy, rest, inspect, upgrade, repair, check, volumeCheck, ...pull].filter(
    (job) => job !== undefined,
  );
}

/** At which revision the installed Quay's upgrade ends. */
function expectedRevision({ operator }: EcosystemFacts): readonly EnvVar[] {
  const version = parseVersion(operator?.quayVersion ?? '');
  if (version?.major !== 3) return [];
  const expected = headOfQuay(version.minor);
  return [
    { name: 'EXPECTED_REVISION', value: expected },
    { name: 'OTHER_REVISIONS', value: otherRevisions(expected).join(',') },
  ];
}

/** Starts the installed Quay's image once, to show that it can be pulled and may run in this namespace. */
function pullQuay(site: WorkSite, facts: EcosystemFacts): ReturnType<typeof onceJob> {
  const names = migrationNames(site.name, site.attempt);
  return onceJob(site, {
    jobName: names.pullJob,
    deadlineSeconds: 1200,
    serviceAccountName: names.worker,
    image: facts.operator?.quayImage ?? '',
    token: false,
    command: ['/bin/true'],
    env: [],
    volumes: [],
    volumeMounts: [],
  });
}

/** Reads the control file of the stopped server: only a clean shutdown may be handed to the operator. */
function volumeCheck(site: WorkSite, jobName: string): ReturnType<typeof workerJob> {
  return workerJob(site, {
    jobName,
    command: 'check-volume',
    deadlineSeconds: fiveMinutes,
    env: [{ name: 'DATA_DIRECTORY', value: '/var/lib/pgsql/data' }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: databaseClaimName(site.name), readOnly: true } }],
    volumeMounts: [{ name: 'data', mountPath: '/var/lib/pgsql/data', readOnly: true }],
  });
}
