import type { MigrationStatus } from '../../contract/migration-status.ts';
import { Progress } from '../../contract/progress.ts';
import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import type { Job } from '../../k8s/job.ts';
import { jobs, quayEcosystems } from '../../k8s/resource.ts';
import { podsOfJob, workStatus } from '../engine/jobs/job-pod.ts';
import { latestReport } from '../engine/jobs/job-report.ts';
import { type Journal, type StepRecord, originalKey } from '../engine/journal/journal.ts';
import type { Target } from '../engine/journal/journal-names.ts';
import { type JournalStore, UnreadableJournal } from '../engine/journal/journal-store.ts';
import { sealOf } from '../engine/jobs/report-seal.ts';
import { ApiError, ConnectionError } from '../kube/api-error.ts';
import type { KubeClient } from '../kube/client.ts';
import { notFound } from './caller-access.ts';
import { migrationStatus } from './migration-status.ts';
import { Rejection } from './rejection.ts';

export type { Target };

/** Reads statuses with the service's own rights; its callers check the rights of the user first. */
export class StatusReader {
  readonly #service: KubeClient;
  readonly #journals: JournalStore;
  /** Cache of the latest plans, by ecosystem and digest: a plan is immutable. */
  readonly #plans = new Map<string, MigrationPlan>();

  constructor(service: KubeClient, journals: JournalStore) {
    this.#service = service;
    this.#journals = journals;
  }

  async status(target: Target): Promise<MigrationStatus> {
    const ecosystem = await this.#service.get(quayEcosystems, target.name, target.namespace);
    if (ecosystem === undefined) {
      throw notFound(target);
    }
    const journals = await this.journals(target);
    const latest = journals.at(-1);
    const plan = latest && (await this.plan(target, latest));
    const progress = latest && plan && (await this.#progress(target, latest, plan));
    return migrationStatus({ ecosystem, journals, plannedSteps: plan?.steps ?? [], progress });
  }

  async journals(target: Target): Promise<readonly Journal[]> {
    try {
      return (await this.#journals.of(target).list()).map(({ journal }) => journal);
    } catch (error) {
      if (error instanceof UnreadableJournal) throw new Rejection(500, 'UnreadableJournal', error.message);
      throw error;
    }
  }

  /** The plan of an attempt; undefined before preflight has made one, and when it was deleted. */
  async plan(target: Target, journal: Journal): Promise<MigrationPlan | undefined> {
    if (journal.plan === undefined) return undefined;
    const key = `${target.namespace}/${target.name} ${journal.plan.digest}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    try {
      const plan = await this.#journals.of(target).loadPlan(journal);
      const [oldest] = this.#plans.keys();
      if (this.#plans.size >= 20 && oldest !== undefined) this.#plans.delete(oldest);
      this.#plans.set(key, plan);
      return plan;
    } catch (error) {
      if (error instanceof UnreadableJournal) return undefined;
      throw error;
    }
  }

  /** The latest progress report of the running copy. */
  async #progress({ namespace }: Target, journal: Journal, plan: MigrationPlan): Promise<Progress | undefined> {
    const uid = copyingJob(journal, plan);
    if (uid === undefined) return undefined;
    try {
      const pod = (await podsOfJob(this.#service, namespace, uid)).at(-1);
      if (pod === undefined || workStatus(pod)?.state?.running === undefined) return undefined;
      return await latestReport(this.#service, pod, sealOf(plan), { kind: 'progress', schema: Progress });
    } catch (error) {
      // The status is useful without progress.
      if (error instanceof ApiError || error instanceof ConnectionError) return undefined;
      throw error;
    }
  }
}

/** Uid of the copy Job of the running step. */
function copyingJob({ phase, steps, created }: Journal, { work }: MigrationPlan): string | undefined {
  if (phase !== 'running') return undefined;
  const copies: [StepRecord | undefined, Job | undefined][] = [
    [steps.prepare, work.firstCopy],
    [steps.database, work.copy],
  ];
  const running = copies.find(([step, job]) => step?.state === 'running' && job !== undefined);
  return created[originalKey(jobs, running?.[1]?.metadata.name ?? '')]?.uid;
}
