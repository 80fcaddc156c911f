import type { Progress } from '../../../contract/progress.ts';
import type { Proof } from '../../../contract/proof.ts';
import type { SourceReport, UpgradeReport } from '../../../contract/source-report.ts';
import type { StepId } from '../../../contract/steps.ts';
import type { Choices } from '../../../domain/choices.ts';
import type { Finding } from '../../../contract/finding.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import type { journalVersion } from './journal-version.ts';

/** The parts of a rollback, in their order: the outage ends first, the cleaning comes last. */
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
 * `running` goes forward; `refused` never began; `holding` failed where going back by itself would lose writes, and
 * waits for a person; `rolled-back` may follow a failure or a wish, `cause` tells which.
 */
export type JournalPhase = 'running' | 'refused' | 'holding' | 'rolling-back' | 'rolled-back' | 'done';

export interface StepRecord {
  readonly state: 'running' | 'done' | 'skipped' | 'failed';
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly message: string;
  /** The write that the API server refuses for good, and since when (RFC 3339). */
  readonly refused?: { readonly write: string; readonly since: string };
}

/** One attempt to migrate one ecosystem: what was asked, planned, done and found, and what rollback restores. */
export interface Journal {
  readonly schemaVersion: typeof journalVersion;
  /** Uid of the installation that writes it; another one keeps off. */
  readonly installation: string;
  readonly attempt: number;
  /** The value of `quay-migration/request`, or `label` for an attempt that the bare label started. */
  readonly request: string;
  /** Requests of all attempts up to this one, so that each is executed at most once even when journals are pruned. */
  readonly requests: readonly string[];
  readonly requestedBy: string;
  readonly ecosystem: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** RFC 3339: since when a finished attempt's QuayEcosystem is known to be gone. It is kept for some time after. */
  readonly ecosystemGoneSince?: string;
  readonly phase: JournalPhase;
  /** Why it failed, was refused or goes back, in words; empty while all is well. */
  readonly cause: string;
  /** What a person can do about it. */
  readonly remedy: string;
  readonly failedStep?: StepId;
  readonly choices: Choices;
  readonly findings: readonly Finding[];
  readonly steps: Readonly<Partial<Record<StepId, StepRecord>>>;
  readonly rollback: Readonly<Partial<Record<RollbackId, StepRecord>>>;
  /** Objects before our first change, by `plural/name`: never overwritten. Secrets without their data. */
  readonly originals: Readonly<Record<string, KubernetesObject>>;
  /** Objects that we create, by `plural/name`; the uid is known once the API server answered. */
  readonly created: Readonly<Record<string, { readonly uid?: string }>>;
  /** True from the moment in which a pod of the new quay or mirror was seen: from then on going back loses writes. */
  readonly registryRan: boolean;
  /** RFC 3339: since when the new registry has been ready without a break. */
  readonly readySince?: string;
  /** Since when, and how often, the operator has said that the rollout is blocked with the same message. */
  readonly blocked?: { readonly message: string; readonly since: string; readonly count: number };
  readonly retries: number;
  /** True from the decision to copy once more until the failed Job is gone. */
  readonly restartCopy?: boolean;
  readonly source?: SourceReport;
  readonly progress?: Progress;
  readonly proof?: Proof;
  readonly upgrade?: UpgradeReport;
  /** How often an upgrade Job of the copy was cut off, and how far the repair is that the next one needs. */
  readonly upgradeRepeats?: number;
  readonly upgradeRepair?: 'clearing' | 'running' | 'done';
  /** What the upgrade Job of a database that is upgraded in place said when it failed; it is then looked at again. */
  readonly upgradeFailure?: string;
  readonly inspectAgain?: boolean;
  /** True when that database is still at its old revision: going back loses nothing. */
  readonly databaseUntouched?: boolean;
  /** True once the control file of the stopped temporary server said `shut down`. */
  readonly volumeClean?: boolean;
  readonly endpoint?: string;
  /** Number of parts that hold the plan, and its SHA-256. Absent until preflight has passed. */
  readonly plan?: { readonly parts: number; readonly digest: string };
}

/** A journal with the plan that its parts hold, and the version that the next write must replace. */
export interface StoredJournal {
  readonly journal: Journal;
  readonly resourceVersion: string;
  readonly uid: string;
  /** Somebody has asked for its deletion, which waits for the end of the attempt. */
  readonly deleting: boolean;
}

export function originalKey(resource: { readonly plural: string }, name: string): string {
  return `${resource.plural}/${name}`;
}

/** Attempts that the engine still has to drive. */
export function isActive(journal: Journal): boolean {
  return journal.phase === 'running' || journal.phase === 'rolling-back';
}
