import { execFile } from 'node:child_process';
import { Agent, request } from 'undici';
import type { Condition } from '../../src/k8s/condition.ts';
import type { QuayEcosystem } from '../../src/k8s/quayecosystem.ts';
import { quayEcosystems } from '../../src/k8s/resource.ts';
import type { Journal } from '../../src/service/engine/journal/journal.ts';
import { JournalStore } from '../../src/service/engine/journal/journal-store.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { operatorNamespace } from '../cluster/operator-objects.ts';
import type { UserName } from '../cluster/users.ts';
import { installChart, testChart, uninstallChart } from '../image/install-chart.ts';
import { type InstalledSample, type SampleName, installSample } from '../samples/samples.ts';

/** Waits of the service are this much shorter than in production. */
export const waitScale = 0.03;

/** Which certificate a registry shows is not what the journeys ask. */
const anyCertificate = new Agent({ connect: { rejectUnauthorized: false } });

type ChartValues = Readonly<Record<string, unknown>>;

export interface JourneyOptions {
  readonly sample: SampleName;
  /** Rows of the sample's database. */
  readonly rows: number;
  /** Values of the chart; false where a test wants to look before the service is there. */
  readonly service?: ChartValues | false;
}

/** One sample in a namespace of its own, with a service of its own that watches only it. */
export class Journey {
  readonly namespace: string;
  readonly sample: InstalledSample;

  /** Whether people come through a Route or an Ingress, and not to the Service itself. */
  readonly #routed: boolean;

  constructor(namespace: string, sample: InstalledSample, routed: boolean) {
    this.namespace = namespace;
    this.sample = sample;
    this.#routed = routed;
  }

  static async begin(options: JourneyOptions): Promise<Journey> {
    const cluster = testCluster();
    const namespace = await cluster.createNamespace(`journey-${options.sample}`);
    const sample = await installSample(cluster.client('admin'), {
      namespace,
      sample: options.sample,
      rows: options.rows,
      addressOf: (of, service) => cluster.addressOf(of, service),
    });
    const journey = new Journey(namespace, sample, !['b', 'c'].includes(options.sample));
    if (options.service !== false) await journey.installService(options.service);
    return journey;
  }

  get name(): string {
    return this.sample.name;
  }

  get serviceNamespace(): string {
    return `${this.namespace}-service`;
  }

  installService(values: ChartValues = {}): Promise<string> {
    return installChart({
      ...this.#release(),
      values: {
        watchNamespaces: [this.namespace],
        operatorNamespaces: [operatorNamespace],
        waitScale,
        image: { registry: 'localhost', tag: 'dev' },
        // The cluster's console has one plugin of this name, and journeys run side by side.
        console: { enabled: false },
        // A journey may end anywhere.
        forceUninstall: true,
        ...values,
      },
    });
  }

  testService(): Promise<string> {
    return testChart(this.#release());
  }

  async end(): Promise<void> {
    await uninstallChart(this.#release());
    await testCluster().deleteNamespace(this.namespace);
  }

  /** Runs kubectl as one of the users, in the sample's namespace; answers what it prints. */
  kubectl(...args: readonly string[]): Promise<string> {
    return this.kubectlAs('namespace-admin', ...args);
  }

  kubectlAs(user: UserName, ...args: readonly string[]): Promise<string> {
    const cluster = testCluster();
    const all = ['--kubeconfig', cluster.kubeconfig(user), '--namespace', this.namespace, ...args];
    return new Promise((resolve, reject) => {
      execFile(cluster.tools.kubectl, all, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`kubectl ${args.join(' ')}: ${stderr.trim() || error.message}`));
      });
    });
  }

  label(): Promise<string> {
    return this.kubectl('label', 'quayecosystem', this.name, 'quay-operator/migrate=true', '--overwrite');
  }

  annotate(...annotations: readonly string[]): Promise<string> {
    return this.kubectl('annotate', 'quayecosystem', this.name, '--overwrite', ...annotations);
  }

  async ecosystem(): Promise<QuayEcosystem> {
    const found = await testCluster().client('admin').get(quayEcosystems, this.name, this.namespace);
    if (found === undefined) throw new Error(`QuayEcosystem ${this.namespace}/${this.name} is gone`);
    return found;
  }

  async condition(type: string): Promise<Condition | undefined> {
    return (await this.ecosystem()).status?.conditions?.find((condition) => condition.type === type);
  }

  /** Waits until condition QuayMigration has the reason. Any other end fails at once, with what the conditions say. */
  async untilReason(reason: string, seconds = 420): Promise<Condition> {
    const deadline = Date.now() + seconds * 1000;
    const ends = ['Migrated', 'Blocked', 'Failed', 'RolledBack'].filter((end) => end !== reason);
    const first = await this.condition('QuayMigration');
    for (;;) {
      const condition = await this.condition('QuayMigration');
      if (condition?.reason === reason) return condition;
      const changed = condition?.message !== first?.message || condition?.reason !== first?.reason;
      const over = changed && ends.includes(condition?.reason ?? '');
      if (over || Date.now() > deadline) throw new Error(`no ${reason}: ${await this.#state()}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  async journals(): Promise<readonly Journal[]> {
    const { namespace, name } = this;
    const store = new JournalStore(testCluster().client('admin'), this.serviceNamespace);
    const stored = await store.of({ namespace, name }).list();
    return stored.map(({ journal }) => journal);
  }

  async lastJournal(): Promise<Journal> {
    const journal = (await this.journals()).at(-1);
    if (journal === undefined) throw new Error(`no journal of ${this.namespace}/${this.name}`);
    return journal;
  }

  /** What the registry answers where people reach it, whichever it is. Undefined when it does not serve. */
  async repositories(): Promise<ServedRepositories | undefined> {
    const { serviceUrl, hostname } = this.sample;
    const { statusCode, body } = await request(`${this.#routed ? testCluster().router : serviceUrl}/repositories`, {
      ...(this.#routed && { headers: { host: hostname } }),
      dispatcher: anyCertificate,
      headersTimeout: 10_000,
    });
    const text = await body.text();
    return statusCode === 200 ? (JSON.parse(text) as ServedRepositories) : undefined;
  }

  async untilServes(generation: 'legacy' | 'current', seconds = 240): Promise<ServedRepositories> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const served = await this.repositories().catch(() => undefined);
      if (served?.generation === generation) return served;
      if (Date.now() > deadline) {
        throw new Error(`no ${generation} registry serves ${this.sample.hostname}: ${JSON.stringify(served)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  async #state(): Promise<string> {
    const conditions = (await this.ecosystem()).status?.conditions ?? [];
    return conditions
      .filter((condition) => condition.type.startsWith('QuayMigration') && condition.status !== 'Unknown')
      .map(({ type, status, reason, message }) => `\n  ${type}=${status} ${reason ?? ''}: ${message ?? ''}`)
      .join('');
  }

  #release(): Parameters<typeof uninstallChart>[0] {
    const cluster = testCluster();
    return {
      helm: cluster.tools.helm,
      kubeconfig: cluster.kubeconfig('admin'),
      namespace: this.serviceNamespace,
      release: 'quay-migration-plugin',
    };
  }
}

export interface ServedRepositories {
  readonly generation: 'legacy' | 'current';
  readonly alembic: string;
  readonly repositories: readonly { readonly namespace: string; readonly name: string; readonly tags: number }[];
}
