import { workerEnvironment as variable } from '../../../contract/worker.ts';
import type { Job } from '../../../k8s/job.ts';
import type { EnvVar } from '../../../k8s/pod.ts';
import type { ComponentDecision } from '../../components/decision.ts';
import type { TransformedConfig } from '../../config/transform-config.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { parseVersion } from '../../ecosystem/operators/operator-version.ts';
import type { GeneratedSecrets } from '../../registry/generated-secrets.ts';
import { completedConfig } from './completed-config.ts';
import {
  sourceEnvironment,
  sourceFiles,
  targetEnvironment,
  upgradedEnvironment,
  workSecret,
} from './database-connection.ts';
import { databaseClaimName, migrationNames } from '../../migration-names.ts';
import type { PlannedStep, RegistryPlan, WorkPlan } from '../migration-plan.ts';
import { pullComponents } from './pull-components.ts';
import { headOfQuay, otherRevisions } from './quay-revisions.ts';
import { podAccount } from './pod-account.ts';
import { proofEnvironment, proofSecret, proofVolume } from './proof-secret.ts';
import type { QuaySite } from './quay-job.ts';
import { importJob, validateJob } from './quay-proof.ts';
import { temporaryUri, upgradeConfig, upgradeJob, validateConfig } from './upgrade-job.ts';
import { workerJob } from './worker-job.ts';
import type { WorkSite } from './work-site.ts';

interface WorkOptions {
  readonly site: WorkSite;
  readonly facts: EcosystemFacts;
  readonly mode: 'copy' | 'in-place';
  readonly firstCopy: boolean;
  readonly decisions: readonly ComponentDecision[];
  readonly registry: RegistryPlan;
  readonly config: TransformedConfig;
  readonly generated: GeneratedSecrets;
  readonly steps: readonly PlannedStep[];
}

const fiveMinutes = 300;

/** The objects that do the work and are removed at the end. */
export function workPlan(order: WorkOptions): WorkPlan {
  const { site, facts, mode, firstCopy, decisions, generated, steps } = order;
  const names = migrationNames(site.name, site.attempt);
  const source = facts.database;
  const seconds = (id: string): number => steps.find((step) => step.id === id)?.deadlineSeconds ?? fiveMinutes;
  const copied = mode === 'copy';
  const copyJob = (jobName: string, command: 'first-copy' | 'catch-up' | 'copy'): Job =>
    workerJob(site, {
      jobName,
      command,
      deadlineSeconds: seconds('database'),
      env: [...sourceEnvironment(site, source), ...targetEnvironment(site)],
      ...sourceFiles(site, source),
    });
  const quay = quaySite(order);
  const validated = validateConfig(site, completed(order, copied ? sourceUri(facts) : undefined));
  return {
    serviceAccount: podAccount(site),
    secret: workSecret(site, source, generated),
    proof: copied ? proofSecret(site) : undefined,
    upgradeConfig: quay.config,
    validateConfig: validated,
    pull: [importJob(quay), ...pullComponents(site, facts, decisions)],
    validate: validateJob(quay, validated),
    inspect: workerJob(site, {
      jobName: names.inspectJob,
      command: 'inspect',
      deadlineSeconds: fiveMinutes,
      env: [...sourceEnvironment(site, source), ...(copied ? targetEnvironment(site) : quayMinor(facts))],
      ...sourceFiles(site, source),
    }),
    rest: copied
      ? undefined
      : workerJob(site, {
          jobName: names.restJob,
          command: 'at-rest',
          deadlineSeconds: fiveMinutes,
          env: sourceEnvironment(site, source),
          ...sourceFiles(site, source),
        }),
    firstCopy: firstCopy ? copyJob(names.firstCopyJob, 'first-copy') : undefined,
    copy: copied ? copyJob(names.copyJob, firstCopy ? 'catch-up' : 'copy') : undefined,
    upgrade: upgradeJob(quay, seconds('schema-upgrade')),
    repair: copied
      ? workerJob(site, {
          jobName: names.repairJob,
          command: 'repair-upgrade',
          deadlineSeconds: fiveMinutes,
          env: targetEnvironment(site),
        })
      : undefined,
    check: checkJob(order),
    volumeCheck: copied ? volumeCheck(site, names.volumeJob) : undefined,
  };
}

/** Looks at the database after its upgrade: the copy, or the one that was upgraded in place. */
function checkJob({ site, facts, mode }: WorkOptions): Job {
  const source = facts.database;
  const copied = mode === 'copy';
  return workerJob(site, {
    jobName: migrationNames(site.name, site.attempt).checkJob,
    command: 'check-upgrade',
    deadlineSeconds: fiveMinutes,
    env: [
      ...(copied ? [...targetEnvironment(site), ...proofEnvironment] : upgradedEnvironment(site, source)),
      ...expectedRevision(facts),
    ],
    ...(copied ? proofVolume(site) : sourceFiles(site, source)),
  });
}

/** Every Job that the migration may have started. */
export function jobsOf(work: WorkPlan): readonly Job[] {
  const { firstCopy, copy, rest, inspect, upgrade, repair, check, volumeCheck, pull, validate } = work;
  return [firstCopy, copy, rest, inspect, upgrade, repair, check, volumeCheck, ...pull, validate].filter(
    (job) => job !== undefined,
  );
}

/** Which Quay will upgrade the schema: what it says to the server, an old one may not know. */
function quayMinor({ operator }: EcosystemFacts): readonly EnvVar[] {
  const version = parseVersion(operator?.quayVersion ?? '');
  return version?.major === 3 ? [{ name: variable.quayMinor, value: String(version.minor) }] : [];
}

/** At which revision the installed Quay's upgrade ends. */
function expectedRevision({ operator }: EcosystemFacts): readonly EnvVar[] {
  const version = parseVersion(operator?.quayVersion ?? '');
  if (version?.major !== 3) return [];
  const expected = headOfQuay(version.minor);
  return [
    { name: variable.expectedRevision, value: expected },
    { name: variable.otherRevisions, value: otherRevisions(expected).join(',') },
  ];
}

/** What every run of Quay's image gets, as the operator will give it to its own. */
function quaySite(order: WorkOptions): QuaySite {
  const { site, facts, mode, registry, generated } = order;
  const uri = mode === 'copy' ? temporaryUri(site, generated.databasePassword) : undefined;
  const overrides = registry.registry.spec?.components?.find(({ kind }) => kind === 'quay')?.overrides;
  return {
    site,
    image: facts.operator?.quayImage ?? '',
    config: upgradeConfig(site, registry.bundle, completed(order, uri)),
    caConfigMaps: registry.caConfigMaps.map(({ metadata }) => metadata.name),
    env: [...(overrides?.env ?? []), ...proxies(facts, overrides?.env ?? [])],
  };
}

/**
 * The proxies of the old registry's pods, where the new ones do not have them by override: the operator gives its own to
 * the new pods, and what is behind a proxy must be reached here, too.
 */
function proxies({ ecosystem }: EcosystemFacts, present: readonly EnvVar[]): readonly EnvVar[] {
  const names = new Set(present.map(({ name }) => name));
  const own: readonly Partial<EnvVar>[] = ecosystem?.spec?.quay?.envVars ?? [];
  return own.filter(
    (variable): variable is EnvVar =>
      /^(?:HTTPS?|NO)_PROXY$/i.test(variable.name ?? '') && !names.has(variable.name ?? ''),
  );
}

function completed({ facts, decisions, config }: WorkOptions, databaseUri: string | undefined): string {
  return completedConfig({ facts, decisions, document: config.document, databaseUri });
}

/**
 * Quay's validation looks for the extension pg_trgm, which the temporary server gets only with the copy: it is asked
 * about the old database, which has it: the search index of Quay 3.2 and 3.3 is made with it. The legacy operator
 * escaped nothing in DB_URI, which Quay's own reader minds less than this one; the new registry will have another.
 */
function sourceUri({ database }: EcosystemFacts): string | undefined {
  if (database.uri === undefined) return undefined;
  const { host, port, user, password, database: name } = database.uri;
  const login = [user, password].map(encodeURIComponent).join(':');
  return `postgresql://${login}@${host.includes(':') ? `[${host}]` : host}:${port}/${name}`;
}

/** Reads the control file of the stopped server: only a clean shutdown may be handed to the operator. */
function volumeCheck(site: WorkSite, jobName: string): Job {
  return workerJob(site, {
    jobName,
    command: 'check-volume',
    deadlineSeconds: fiveMinutes,
    env: [{ name: variable.dataDirectory, value: '/var/lib/pgsql/data' }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: databaseClaimName(site.name), readOnly: true } }],
    volumeMounts: [{ name: 'data', mountPath: '/var/lib/pgsql/data', readOnly: true }],
  });
}
