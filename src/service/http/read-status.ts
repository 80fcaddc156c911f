import { Value } from 'typebox/value';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import { Progress } from '../../contract/progress.ts';
import { progressKeys } from '../../contract/worker.ts';
import { migrationNames } from '../../domain/plan/migration-names.ts';
import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import { configMaps, quayEcosystems } from '../../k8s/resource.ts';
import type { Journal } from '../engine/journal.ts';
import type { Target } from '../engine/journal-names.ts';
import { type JournalStore, UnreadableJournal } from '../engine/journal-store.ts';
import type { KubeClient } from '../kube/client.ts';
import { notFound } from './caller-access.ts';
import { migrationStatus } from './migration-status.ts';
import { Refusal } from './refusal.ts';

export type { Target };

/** Reads statuses with the service's own rights: whether the asker may see one is asked before. */
export class StatusReader {
  readonly #service: KubeClient;
  readonly #journals: JournalStore;
  /** A plan is immutable, so one read of it is enough. By its ecosystem and digest; the few latest. */
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
    const progress = latest?.phase === 'running' ? await this.#progress(target, latest) : undefined;
    return migrationStatus({ ecosystem, journals, plannedSteps: plan?.steps ?? [], progress });
  }

  async journals(target: Target): Promise<readonly Journal[]> {
    try {
      return (await this.#journals.of(target).list()).map(({ journal }) => journal);
    } catch (error) {
      if (error instanceof UnreadableJournal) throw new Refusal(500, 'UnreadableJournal', error.message);
      throw error;
    }
  }

  /** The plan of an attempt; undefined before preflight has made one, and where somebody has tidied it away. */
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

  async #progress({ namespace, name }: Target, journal: Journal): Promise<Progress | undefined> {
    const configMap = await this.#service.get(configMaps, migrationNames(name, journal.attempt).progress, namespace);
    const text = configMap?.data?.[progressKeys.progress];
    if (text === undefined || text === '') return undefined;
    try {
      const progress: unknown = JSON.parse(text);
      return Value.Check(Progress, progress) ? progress : undefined;
    } catch {
      // The worker's own words are for people; a broken line is told by the next one.
      return undefined;
    }
  }
}
