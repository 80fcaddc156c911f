import type { Progress } from '../../../contract/progress.ts';
import type { Proof } from '../../../contract/proof.ts';
import type { SourceReport, UpgradeReport } from '../../../contract/source-report.ts';
import type { StepId } from '../../../contract/steps.ts';
import type { Choices } from '../../../domain/choices.ts';
import type { Finding } from '../../../contract/finding.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import type { journalVersion } from './journal-version.ts';

/** The rollback steps in order: first those that end the downtime, last the cleanup. */
export const rollbackIds = [
  'stop-work',
  'remove-registry',
  'stop-new-pods',
  'restore-access',
  'restore-workloads',
  'restore-ownership',
  'clean-up',
] as const;

export type RollbackId = (typeof rollbackIds)[number];

/**
 * `running` executes the steps; `refused` was rejected by preflight; `holding` failed when an automatic rollback would
 * lose writes, so a person decides; `rolled-back` follows a failure or a request, as `cause` says.
 */
export type JournalPhase = 'running' | 'refused' | 'holding' | 'rolling-back' | 'rolled-back' | 'done';

export interface StepRecord {
  readonly state: 'running' | 'done' | 'skipped' | 'failed';
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly message: string;
  /** The write that the API server keeps rejecting, and since when (RFC 3339). */
  readonly refused?: { readonly write: string; readonly since: string };
}

/** One attempt to migrate one ecosystem: its request, plan, steps and findings, and the originals for a rollback. */
export interface Journal {
  readonly schemaVersion: typeof journalVersion;
  /** Uid of the installation that writes it; others take no action on it. */
  readonly installation: string;
  readonly attempt: number;
  /** The value of `quay-migration/request`, or `label` for an attempt that the label alone started. */
  readonly request: string;
  /** The requests of all attempts up to this one: each is executed at most once, even when journals are pruned. */
  readonly requests: readonly string[];
  readonly requestedBy: string;
  readonly ecosystem: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** RFC 3339: since when the QuayEcosystem of a finished attempt is known to be deleted. The journal is kept for a while. */
  readonly ecosystemGoneSince?: string;
  readonly phase: JournalPhase;
  /** Why it failed, was rejected or is rolled back; otherwise empty. */
  readonly cause: string;
  /** What a person can do about it. */
  readonly remedy: string;
  readonly failedStep?: StepId;
  readonly choices: Choices;
  readonly findings: readonly Finding[];
  readonly steps: Readonly<Partial<Record<StepId, StepRecord>>>;
  readonly rollback: Readonly<Partial<Record<RollbackId, StepRecord>>>;
  /** Originals by `plural/name`; never overwritten. Secrets without their data. */
  readonly originals: Readonly<Record<string, KubernetesObject>>;
  /** Objects that the attempt creates, by `plural/name`; the uid is known after the API server has answered. */
  readonly created: Readonly<Record<string, { readonly uid?: string }>>;
  /** True once a pod of the new quay or mirror has run: from then on a rollback loses writes. */
  readonly registryRan: boolean;
  /** RFC 3339: since when the new registry has been continuously ready. */
  readonly readySince?: string;
  /** Since when, and how often, the operator reported RolloutBlocked with the same message. */
  readonly blocked?: { readonly message: string; readonly since: string; readonly count: number };
  readonly retries: number;
  /** True from the decision to retry the copy until the failed Job is gone. */
  readonly restartCopy?: boolean;
  readonly source?: SourceReport;
  readonly progress?: Progress;
  readonly proof?: Proof;
  readonly upgrade?: UpgradeReport;
  /** How often the upgrade Job of the copy was interrupted, and the state of the repair before the next one. */
  readonly upgradeRepeats?: number;
  readonly upgradeRepair?: 'clearing' | 'running' | 'done';
  /** The failure of the in-place upgrade Job; the database is then inspected again. */
  readonly upgradeFailure?: string;
  readonly inspectAgain?: boolean;
  /** True when that database is still at its old revision, so that a rollback loses nothing. */
  readonly databaseUntouched?: boolean;
  /** True once the control file of the stopped temporary server said `shut down`. */
  readonly volumeClean?: boolean;
  readonly endpoint?: string;
  /** Number of parts that hold the plan, and its SHA-256. Absent until preflight has passed. */
  readonly plan?: { readonly parts: number; readonly digest: string };
}

/** A journal with the resourceVersion that the next write must replace. */
export interface StoredJournal {
  readonly journal: Journal;
  readonly resourceVersion: string;
  readonly uid: string;
  /** The Secret is being deleted, which waits for the end of the attempt. */
  readonly deleting: boolean;
}

export function originalKey(resource: { readonly plural: string }, name: string): string {
  return `${resource.plural}/${name}`;
}

/** The engine still has work to do for this attempt. */
export function isActive(journal: Journal): boolean {
  return journal.phase === 'running' || journal.phase === 'rolling-back';
}
