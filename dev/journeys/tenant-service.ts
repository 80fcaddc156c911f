import { execFile } from 'node:child_process';
import { Agent, fetch } from 'undici';
import type { QuayEcosystem } from '../../src/k8s/quayecosystem.ts';
import { configMaps, leases, quayEcosystems, roleBindings } from '../../src/k8s/resource.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { installChart, uninstallChart } from '../image/install-chart.ts';

/** The certificate is the development cluster's own. */
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });

/** Of the release and all that it brings: two in one namespace need two. */
const usualName = 'quay-migration-plugin';

/** One installation of the product that serves the namespaces of several tenants. */
export class TenantService {
  /** Its own. */
  readonly namespace: string;

  readonly #name: string;

  private constructor(namespace: string, name: string) {
    this.namespace = namespace;
    this.#name = name;
  }

  static async begin(watchNamespaces: readonly string[], name = usualName): Promise<TenantService> {
    const service = new TenantService(await testCluster().createNamespace('tenant-service'), name);
    await installChart({
      ...service.#release(),
      values: {
        watchNamespaces,
        image: { registry: 'localhost', tag: 'dev' },
        console: { enabled: false },
        forceUninstall: true,
      },
    });
    await service.#untilOpened();
    return service;
  }

  async end(): Promise<void> {
    await uninstallChart(this.#release());
    await testCluster().deleteNamespace(this.namespace);
  }

  /** How many requests it has sent to the API server. */
  async requests(): Promise<number> {
    const address = await testCluster().addressOf(this.namespace, this.#name);
    const response = await fetch(`https://${address}:8443/metrics`, { dispatcher });
    const [, number] = /^quay_migration_api_requests_total (\d+)$/m.exec(await response.text()) ?? [];
    return Number(number);
  }

  /** How many it sends in so many seconds, for the Lease and whatever else. */
  async requestsWithin(seconds: number): Promise<number> {
    const before = await this.requests();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return (await this.requests()) - before;
  }

  log(): Promise<string> {
    const cluster = testCluster();
    const place = ['--namespace', this.namespace, '--kubeconfig', cluster.kubeconfig('admin')];
    const args = ['logs', `deployment/${this.#name}`, ...place];
    return new Promise((resolve, reject) => {
      execFile(cluster.tools.kubectl, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`kubectl logs: ${stderr.trim() || error.message}`));
      });
    });
  }

  /** A label that comes before it is looked for is an older one. */
  async #untilOpened(): Promise<void> {
    const client = testCluster().client('admin');
    for (const deadline = Date.now() + 60_000; ;) {
      const installation = await client.get(configMaps, `${this.#name}-installation`, this.namespace);
      if (installation?.data?.labelsRecorded === 'true') return;
      if (Date.now() > deadline) throw new Error(`the service in ${this.namespace} does not lead`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** How often this or another process has taken the Lease. */
  async leaseTransitions(): Promise<number> {
    const lease = await testCluster().client('admin').get(leases, this.#name, this.namespace);
    return lease?.spec?.leaseTransitions ?? -1;
  }

  #release(): Parameters<typeof uninstallChart>[0] {
    const cluster = testCluster();
    return {
      helm: cluster.tools.helm,
      kubeconfig: cluster.kubeconfig('admin'),
      namespace: this.namespace,
      release: this.#name,
    };
  }
}

/** A namespace in which user `nobody` may do what ClusterRole `edit` allows, and nothing anywhere else. */
export async function attackerNamespace(): Promise<string> {
  const namespace = await testCluster().createNamespace('attacker');
  const group = 'rbac.authorization.k8s.io';
  const binding: KubernetesObject & { readonly roleRef: object; readonly subjects: readonly object[] } = {
    apiVersion: `${group}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'attacker', namespace },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'edit' },
    subjects: [{ apiGroup: group, kind: 'User', name: 'nobody' }],
  };
  await testCluster().client('admin').create(roleBindings, binding);
  return namespace;
}

/** A QuayEcosystem that says nothing but what its metadata says. */
export function emptyEcosystem(
  namespace: string,
  name: string,
  change: { readonly labelled?: boolean; readonly annotations?: Readonly<Record<string, string>> } = {},
): QuayEcosystem {
  return {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: {
      name,
      namespace,
      ...(change.labelled === true && { labels: { 'quay-operator/migrate': 'true' } }),
      ...(change.annotations && { annotations: change.annotations }),
    },
  };
}

/** Condition QuayMigration of each QuayEcosystem of a namespace, by name. */
export async function answersIn(namespace: string): Promise<ReadonlyMap<string, { reason: string; message: string }>> {
  const found = await testCluster().client('admin').list(quayEcosystems, { namespace });
  const said = found.map(({ metadata, status }) => {
    const { reason = '', message = '' } = status?.conditions?.find(({ type }) => type === 'QuayMigration') ?? {};
    return [metadata.name, { reason, message }] as const;
  });
  return new Map(said);
}

/** Waits until each of them is answered with the reason. */
export async function untilAnswered(
  namespace: string,
  names: readonly string[],
  { reason, seconds }: { readonly reason: string; readonly seconds: number },
): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; ;) {
    const answers = await answersIn(namespace);
    const open = names.filter((name) => answers.get(name)?.reason !== reason);
    if (open.length === 0) return;
    if (Date.now() > deadline) {
      const said = open.map((name) => `${name}: ${JSON.stringify(answers.get(name))}`);
      throw new Error(`not ${reason} in ${namespace} after ${seconds} s: ${said.join(', ').slice(0, 2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
