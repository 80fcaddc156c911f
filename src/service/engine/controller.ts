import type { Logger } from 'pino';
import { migrationLabels } from '../../domain/plan/migration-names.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import { type Resource, jobs, pods, quayEcosystems, quayRegistries } from '../../k8s/resource.ts';
import { isConflict } from '../kube/api-error.ts';
import type { KubeClient, Selection } from '../kube/client.ts';
import { type LeaderLease, LeaseLost } from '../kube/lease.ts';
import { type Installation, openInstallation } from './installation.ts';
import { type Reconciliation, reconcile } from './reconcile.ts';

export interface ControllerSettings extends Pick<Reconciliation, 'settings' | 'onChange' | 'facts' | 'journals'> {
  /** Reads, and writes only while the Lease is held. */
  readonly client: KubeClient;
  readonly lease: LeaderLease;
  readonly log: Logger;
  readonly watched: readonly string[];
  readonly installation: { readonly namespace: string; readonly name: string };
}

const firstRetry = 500;
const longestRetry = 30_000;

/** Everything is looked at this often, whatever was missed. */
const resyncInterval = 60_000;

/** Calls reconcile for each ecosystem when something about it changes, one at a time for each. */
export class Controller {
  readonly #settings: ControllerSettings;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #working = new Map<string, 'once' | 'again'>();
  readonly #failures = new Map<string, number>();
  readonly #known = new Set<string>();
  #installation: Installation | undefined;
  #stopped = false;

  constructor(settings: ControllerSettings) {
    this.#settings = settings;
  }

  /** Watches until `signal` aborts, then lets the work in hand come to its end. */
  async run(signal: AbortSignal): Promise<void> {
    const { client, watched } = this.#settings;
    const places: Selection[] = watched.length === 0 ? [{}] : watched.map((namespace) => ({ namespace }));
    const ours = { labelSelector: `${migrationLabels.managedBy}=quay-migration-plugin` };
    const watches = places.flatMap((place) => [
      this.#watch(client, quayEcosystems, place, signal),
      this.#watch(client, quayRegistries, place, signal),
      this.#watch(client, jobs, { ...place, ...ours }, signal),
      this.#watch(client, pods, { ...place, ...ours }, signal),
    ]);
    const resync = setInterval(() => {
      this.#lookAtKnown();
    }, resyncInterval);
    await Promise.all(watches);
    clearInterval(resync);
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    while (this.#working.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Looks at every known ecosystem: a new leader has not seen what the old one did. */
  lookAtAll(): void {
    this.#installation = undefined;
    this.#lookAtKnown();
  }

  #lookAtKnown(): void {
    for (const key of this.#known) this.#enqueue(key);
    this.#lookAtJournaled().catch((error: unknown) => {
      this.#settings.log.error({ error: describe(error) }, 'the journals could not be listed');
    });
  }

  /** A QuayEcosystem that is gone wakes nobody any more, and its migration may not be over. */
  async #lookAtJournaled(): Promise<void> {
    if (!this.#settings.lease.held) return;
    const { watched, journals } = this.#settings;
    for (const { target } of await journals.list()) {
      if (target === undefined || (watched.length > 0 && !watched.includes(target.namespace))) continue;
      this.#enqueue(`${target.namespace}/${target.name}`);
    }
  }

  async #watch<T extends KubernetesObject>(
    client: KubeClient,
    resource: Resource<T>,
    selection: Selection,
    signal: AbortSignal,
  ): Promise<void> {
    const named = resource.kind === quayEcosystems.kind || resource.kind === quayRegistries.kind;
    await client.watch(
      resource,
      selection,
      ({ object }) => {
        const name = named ? object.metadata.name : object.metadata.labels?.[migrationLabels.ecosystem];
        if (name !== undefined) this.#enqueue(`${object.metadata.namespace ?? ''}/${name}`);
      },
      signal,
    );
  }

  #enqueue(key: string, delay = 0): void {
    this.#known.add(key);
    if (this.#stopped || !this.#settings.lease.held) return;
    if (this.#working.has(key)) {
      if (delay === 0) this.#working.set(key, 'again');
      return;
    }
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        void this.#work(key);
      }, delay),
    );
  }

  async #work(key: string): Promise<void> {
    if (!this.#settings.lease.held || this.#stopped) return;
    this.#working.set(key, 'once');
    let pause: number | undefined;
    try {
      const seconds = await this.#reconcile(key);
      this.#failures.delete(key);
      pause = seconds === undefined ? undefined : Math.max(seconds * 1000 * this.#settings.settings.waitScale, 50);
    } catch (error) {
      pause = this.#pauseAfter(key, error);
    }
    const again = this.#working.get(key) === 'again';
    this.#working.delete(key);
    if (again) this.#enqueue(key);
    else if (pause !== undefined) this.#enqueue(key, pause);
  }

  async #reconcile(key: string): Promise<number | undefined> {
    const { installation, watched } = this.#settings;
    this.#installation ??= await openInstallation(this.#settings.client, { ...installation, watched });
    const [namespace = '', name = ''] = key.split('/');
    return reconcile({ ...this.#settings, installation: this.#installation }, { namespace, name });
  }

  /** A lost Lease is the other leader's business; a conflict is looked at again at once; the rest with patience. */
  #pauseAfter(key: string, error: unknown): number | undefined {
    if (error instanceof LeaseLost) return undefined;
    if (isConflict(error)) return 100;
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    this.#settings.log.error({ ecosystem: key, error: describe(error) }, 'the migration could not go on for now');
    return Math.min(firstRetry * 2 ** (failures - 1), longestRetry);
  }
}

/** Message and stack, but nothing that an error object may carry along: it could hold a Secret. */
function describe(error: unknown): { message: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, ...(error.stack !== undefined && { stack: error.stack }) };
}
