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
  /** Told of an ecosystem that is gone and has nothing open. */
  readonly onForget: (ecosystem: { readonly namespace: string; readonly name: string }) => void;
}

/** Most of a look is waiting for the API server, which has others to serve as well. */
const workers = 4;

const firstRetryMilliseconds = 500;
const longestRetryMilliseconds = 30_000;

/** An ecosystem at which nothing happens is looked at this often, whatever was missed. */
const restingPauseMilliseconds = 600_000;

/** What nobody reports is found by looking at everything this often: journals whose time is over, for instance. */
const sweepIntervalMilliseconds = 6 * 3600_000;

/** Has reconcile called for each ecosystem when something about it changes, by a queue in which namespaces take turns. */
export class Controller {
  readonly #settings: ControllerSettings;
  readonly #queue: WorkQueue;
  readonly #known = new KnownEcosystems();
  readonly #reads: SharedReads;
  /** Those of other installations that were told of. */
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

  /** Watches until `signal` aborts, then lets the work in hand come to its end. */
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
      void this.#lookAtAll();
    }, sweepIntervalMilliseconds);
    await Promise.all(watches);
    clearInterval(sweep);
    this.#stopped = true;
    await this.#queue.stop();
  }

  /** Looks at everything that is known: a new leader has not seen what the old one did. */
  lookAtAll(): void {
    this.#installation = undefined;
    void this.#lookAtAll();
  }

  async #lookAtAll(): Promise<void> {
    const { lease, log } = this.#settings;
    while (lease.held && !this.#stopped) {
      try {
        // Before anything is asked for: it writes down which labels are older.
        await this.#opened();
        await this.#knowJournaled();
        for (const key of this.#known.all()) this.#enqueue(key);
        return;
      } catch (error) {
        log.error({ error: describe(error) }, 'what there is to do could not be found out for now');
        await new Promise((resolve) => setTimeout(resolve, firstRetryMilliseconds));
      }
    }
  }

  /** A QuayEcosystem that is gone wakes nobody any more, and its migration may not be over, nor its journals of no use. */
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

  /** One that is held by our finalizer alone is let go, whoever has put it there. */
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

  /** Whoever has not got the Lease looks at nothing: when it gets it, it looks at all. */
  #enqueue(key: string): void {
    if (this.#settings.lease.held) this.#queue.add(key);
  }

  async #work(key: string): Promise<number | undefined> {
    const { settings, lease, onForget } = this.#settings;
    if (!lease.held) return undefined;
    const [namespace = '', name = ''] = key.split('/');
    const { seconds, journaled } = await this.#look({ namespace, name });
    const open = seconds !== undefined;
    if (this.#known.settle(key, { journaled, open })) {
      this.#foreign.delete(key);
      onForget({ namespace, name });
    }
    if (open) return Math.max(seconds * 1000 * settings.waitScale, 50);
    return this.#known.concerns(key) ? restingPauseMilliseconds * (0.9 + Math.random() / 5) : undefined;
  }

  async #look(target: { readonly namespace: string; readonly name: string }): Promise<ReconcileResult> {
    return reconcile(
      {
        ...this.#settings,
        installation: await this.#opened(),
        reads: this.#reads,
        askedSince: (ecosystem, otherwise) => this.#known.since(ecosystem, otherwise),
        onForeign: (of) => {
          const key = keyOf(of);
          if (this.#foreign.has(key)) return;
          this.#foreign.add(key);
          this.#settings.log.warn({ ecosystem: key }, 'this QuayEcosystem belongs to another installation');
        },
      },
      target,
    );
  }

  /** Several begin to look at once, and one of them opens it. */
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

  /** A lost Lease is the other leader's business; a conflict is looked at again at once; the rest with patience. */
  #pauseAfter(key: string, error: unknown, failures: number): number | undefined {
    if (error instanceof LeaseLost) return undefined;
    const pause = Math.min(firstRetryMilliseconds * 2 ** (failures - 1), longestRetryMilliseconds);
    if (isConflict(error)) return Math.min(pause, 100 * failures);
    this.#settings.log.error({ ecosystem: key, error: describe(error) }, 'the migration could not go on for now');
    return pause;
  }
}

/** Message and stack, but nothing that an error object may carry along: it could hold a Secret. */
function describe(error: unknown): { message: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, ...(error.stack !== undefined && { stack: error.stack }) };
}
