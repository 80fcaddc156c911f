import type { Logger } from 'pino';
import { migrationLabels, registryFinalizer } from '../../../domain/migration-names.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import type { QuayRegistry } from '../../../k8s/quayregistry.ts';
import { type Resource, jobs, pods, quayEcosystems, quayRegistries } from '../../../k8s/resource.ts';
import { isConflict } from '../../kube/api-error.ts';
import type { KubeClient, Selection, WatchEvent } from '../../kube/client.ts';
import { type LeaderLease, LeaseLost } from '../../kube/lease.ts';
import { SharedReads } from '../../kube/wrapped/shared-reads.ts';
import { claimOf } from '../request/claim.ts';
import { type Installation, openInstallation } from '../request/installation.ts';
import { KnownEcosystems, keyOf } from '../request/known-ecosystems.ts';
import { WorkQueue } from './work-queue.ts';
import { type ReconcileResult, reconcile } from '../reconcile/reconcile.ts';
import type { Reconciliation } from '../reconcile/reconciliation.ts';

export interface ControllerSettings extends Pick<Reconciliation, 'settings' | 'onChange' | 'facts' | 'journals'> {
  /** Reads, and writes only while the Lease is held. */
  readonly client: KubeClient;
  readonly lease: LeaderLease;
  readonly log: Logger;
  readonly watched: readonly string[];
  readonly installation: { readonly namespace: string; readonly name: string };
  /** Called for an ecosystem that was deleted and has no open attempt. */
  readonly onForget: (ecosystem: { readonly namespace: string; readonly name: string }) => void;
}

/** A reconciliation mostly waits for the API server, which has other clients to serve. */
const workers = 4;

const firstRetryMilliseconds = 500;
const longestRetryMilliseconds = 30_000;

/** Requeue interval for an unchanged ecosystem, in case a watch missed an event. */
const restingPauseMilliseconds = 600_000;

/** Interval for reconciling everything: finds what no watch reports, such as journals past their retention. */
const sweepIntervalMilliseconds = 6 * 3600_000;

/** Reconciles each ecosystem when something about it changes, through a queue in which namespaces take turns. */
export class Controller {
  readonly #settings: ControllerSettings;
  readonly #queue: WorkQueue;
  readonly #known = new KnownEcosystems();
  readonly #reads: SharedReads;
  /** Ecosystems of other installations that were already logged. */
  readonly #foreign = new Set<string>();
  #installation: Promise<Installation> | undefined;
  #stopped = false;

  constructor(settings: ControllerSettings) {
    this.#settings = settings;
    this.#reads = new SharedReads(settings.client);
    this.#queue = new WorkQueue({
      workers,
      work: (key) => this.#work(key),
      pauseAfter: (key, error, failures) => this.#pauseAfter(key, error, failures),
    });
  }

  /** Watches until `signal` aborts, then waits for the running reconciliations to finish. */
  async run(signal: AbortSignal): Promise<void> {
    const { client, watched } = this.#settings;
    const places: Selection[] = watched.length === 0 ? [{}] : watched.map((namespace) => ({ namespace }));
    const ours = { labelSelector: `${migrationLabels.managedBy}=quay-migration-plugin` };
    const watches = places.flatMap((place) => [
      client.watch(
        quayEcosystems,
        place,
        (event) => {
          this.#seeEcosystem(event);
        },
        signal,
      ),
      client.watch(
        quayRegistries,
        place,
        ({ object }) => {
          this.#seeRegistry(object);
        },
        signal,
      ),
      ...[jobs, pods].map((resource: Resource) =>
        client.watch(
          resource,
          { ...place, ...ours },
          ({ object }) => {
            this.#seeWork(object);
          },
          signal,
        ),
      ),
    ]);
    const sweep = setInterval(() => {
      void this.#enqueueAll();
    }, sweepIntervalMilliseconds);
    await Promise.all(watches);
    clearInterval(sweep);
    this.#stopped = true;
    await this.#queue.stop();
  }

  /** Enqueues everything that is known: a new leader has not seen what the previous one did. */
  enqueueAll(): void {
    this.#installation = undefined;
    void this.#enqueueAll();
  }

  async #enqueueAll(): Promise<void> {
    const { lease, log } = this.#settings;
    while (lease.held && !this.#stopped) {
      try {
        // Must come before the first request: it records which labels are older than the installation.
        await this.#opened();
        await this.#knowJournaled();
        for (const key of this.#known.all()) this.#enqueue(key);
        return;
      } catch (error) {
        log.error({ error: describe(error) }, 'QuayEcosystems could not be listed; the service retries');
        await new Promise((resolve) => setTimeout(resolve, firstRetryMilliseconds));
      }
    }
  }

  /** A deleted QuayEcosystem causes no further events, but its attempt may be open and its journals still needed. */
  async #knowJournaled(): Promise<void> {
    const { watched, journals } = this.#settings;
    for (const { target } of await journals.list()) {
      if (target === undefined || (watched.length > 0 && !watched.includes(target.namespace))) continue;
      this.#known.journaled(keyOf(target));
    }
  }

  #seeEcosystem({ type, object }: WatchEvent<KubernetesObject>): void {
    const news = type === 'DELETED' ? this.#known.gone(object) : this.#known.see(object);
    if (news) this.#enqueue(keyOf(object.metadata));
  }

  /** A QuayRegistry that is being deleted and has our finalizer is released, whoever set the finalizer. */
  #seeRegistry({ metadata }: QuayRegistry): void {
    const key = keyOf(metadata);
    const dying = metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(registryFinalizer) === true;
    if (dying || this.#known.concerns(key)) this.#enqueue(key);
  }

  #seeWork({ metadata }: KubernetesObject): void {
    const name = metadata.labels?.[migrationLabels.ecosystem];
    if (name === undefined) return;
    const key = keyOf({ ...metadata, name });
    if (this.#known.concerns(key)) this.#enqueue(key);
  }

  /** Without the Lease nothing is reconciled; acquiring it enqueues everything. */
  #enqueue(key: string): void {
    if (this.#settings.lease.held) this.#queue.add(key);
  }

  async #work(key: string): Promise<number | undefined> {
    const { settings, lease, onForget } = this.#settings;
    if (!lease.held) return undefined;
    const [namespace = '', name = ''] = key.split('/');
    const { seconds, journaled } = await this.#reconcile({ namespace, name });
    const open = seconds !== undefined;
    if (this.#known.settle(key, { journaled, open })) {
      this.#foreign.delete(key);
      onForget({ namespace, name });
    }
    if (open) return Math.max(seconds * 1000 * settings.waitScale, 50);
    return this.#known.concerns(key) ? restingPauseMilliseconds * (0.9 + Math.random() / 5) : undefined;
  }

  async #reconcile(target: { readonly namespace: string; readonly name: string }): Promise<ReconcileResult> {
    return reconcile(
      {
        ...this.#settings,
        installation: await this.#opened(),
        reads: this.#reads,
        requestedSince: (ecosystem, otherwise) => this.#known.since(ecosystem, otherwise),
        onForeign: (of) => {
          const key = keyOf(of);
          if (this.#foreign.has(key)) return;
          this.#foreign.add(key);
          this.#settings.log.warn(
            { ecosystem: key },
            'the QuayEcosystem belongs to another installation; this one takes no action',
          );
        },
      },
      target,
    );
  }

  /** Concurrent reconciliations share one opening of the installation. */
  #opened(): Promise<Installation> {
    const { client, installation, watched } = this.#settings;
    const opening = (this.#installation ??= openInstallation(client, { ...installation, watched }));
    opening.then(
      ({ uid }) => {
        this.#known.claim = claimOf({ namespace: installation.namespace, uid });
      },
      () => undefined,
    );
    opening.catch(() => {
      if (this.#installation === opening) this.#installation = undefined;
    });
    return opening;
  }

  /** No retry after a lost Lease (another leader acts), an early one after a conflict, exponential backoff otherwise. */
  #pauseAfter(key: string, error: unknown, failures: number): number | undefined {
    if (error instanceof LeaseLost) return undefined;
    const pause = Math.min(firstRetryMilliseconds * 2 ** (failures - 1), longestRetryMilliseconds);
    if (isConflict(error)) return Math.min(pause, 100 * failures);
    this.#settings.log.error(
      { ecosystem: key, error: describe(error) },
      'the migration could not continue; the service retries',
    );
    return pause;
  }
}

/** Message and stack only: other properties of an error object could hold a Secret. */
function describe(error: unknown): { message: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, ...(error.stack !== undefined && { stack: error.stack }) };
}
