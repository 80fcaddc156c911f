import type { Logger } from 'pino';
import { type Mock, vi } from 'vitest';
import type { ObjectMeta } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import { LeaderLease } from '../../kube/lease.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { serviceNamespace, target } from '../attempt/attempt.fixture.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';
import { Controller } from './controller.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { JournalStore } from '../journal/journal-store.ts';
import type { Journal } from '../journal/journal.ts';
import { installationPlace } from '../reconcile/reconciliation.fixture.ts';

/** Of a QuayEcosystem that another installation has taken: it is looked at, and nothing is done. */
export const foreign = { [installationAnnotation]: 'elsewhere/other' };

/** The QuayEcosystem of most tests, as the queue calls it. */
export const prod = `${target.namespace}/${target.name}`;

/** A controller in a cluster in memory, whose time passes when the test says so. */
export class ControllerUnderTest {
  readonly cluster = new MemoryCluster();
  /** Whether it has the Lease. */
  held = true;
  readonly log: { readonly error: Mock; readonly warn: Mock } = { error: vi.fn(), warn: vi.fn() };
  readonly onForget: Mock = vi.fn();
  readonly onChange: Mock = vi.fn();
  readonly #looks: string[] = [];
  #signal = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #controller: Controller | undefined;

  constructor() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    this.seedInstallation();
    for (const name of [target.namespace, 'other']) {
      this.cluster.seed(kinds.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    const get = this.cluster.get.bind(this.cluster);
    this.cluster.get = async (resource, name, namespace) => {
      if (resource.kind === 'QuayEcosystem') this.#looks.push(`${namespace ?? ''}/${name}`);
      return get(resource, name, namespace);
    };
  }

  seedInstallation(): void {
    const metadata = { ...installationPlace, uid: 'installation-uid' };
    const data = { labelsRecorded: 'true' };
    this.cluster.seed(kinds.configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  }

  seed(metadata: Partial<ObjectMeta> = {}): void {
    this.cluster.seed(kinds.quayEcosystems, {
      apiVersion: 'redhatcop.redhat.io/v1alpha1',
      kind: 'QuayEcosystem',
      metadata: { ...target, uid: `uid-${metadata.name ?? target.name}`, ...metadata },
    });
  }

  async journaled(change: Partial<Journal> = {}): Promise<void> {
    const of = { ...target, ...change.ecosystem };
    const journal = journalOf({ phase: 'done', ...change, ecosystem: { ...of, uid: `uid-${of.name}` } });
    await new JournalStore(this.cluster, serviceNamespace).of(of).create(journal);
  }

  /** Runs the controller, and lets it come to rest. */
  async start(watched: readonly string[] = []): Promise<void> {
    const settings = { namespace: serviceNamespace, name: 'lease', identity: 'test', durationSeconds: 1 };
    const lease = new LeaderLease(this.cluster, settings);
    vi.spyOn(lease, 'held', 'get').mockImplementation(() => this.held);
    this.#signal = new AbortController();
    this.#controller = new Controller({
      client: this.cluster,
      facts: this.cluster,
      journals: new JournalStore(this.cluster, serviceNamespace),
      lease,
      log: this.log as unknown as Logger,
      watched,
      installation: installationPlace,
      settings: { waitScale: 1, workerImage: 'worker', imagePullSecrets: [] },
      onForget: this.onForget,
      onChange: this.onChange,
    });
    this.#running = this.#controller.run(this.#signal.signal);
    await this.settle();
  }

  /** As a new leader does. */
  async enqueueAll(): Promise<void> {
    this.#controller?.enqueueAll();
    await this.settle();
  }

  /** `milliseconds` pass, and what is due is done. */
  async settle(milliseconds = 0): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds);
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(0);
    }
  }

  /** Where it has looked since this was asked last, in order. */
  looked(): readonly string[] {
    return this.#looks.splice(0);
  }

  async stop(): Promise<void> {
    this.#signal.abort();
    await this.#running;
  }

  /** The time is everybody's again. */
  async end(): Promise<void> {
    await this.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
  }
}
