import { stringify } from 'yaml';
import { encodeBase64 } from '../../src/domain/config/base64.ts';
import { type Condition, findCondition, isTrue } from '../../src/k8s/condition.ts';
import { describeObject, type KubernetesObject } from '../../src/k8s/object.ts';
import type { QuayRegistry, QuayRegistryComponent } from '../../src/k8s/quayregistry.ts';
import { type Resource, configMaps, quayRegistries, secrets } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { inputsOf } from './registry-inputs.fixture.ts';

const begunCases: RegistryCase[] = [];

/** A registry, `reg` unless told, with a namespace of its own, looked at as administrator. */
export class RegistryCase {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly name: string;

  constructor(client: KubeClient, namespace: string, name: string) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  static async begin(name = 'reg'): Promise<RegistryCase> {
    const begun = new RegistryCase(
      testCluster().client('admin'),
      await testCluster().createNamespace('operator'),
      name,
    );
    begunCases.push(begun);
    return begun;
  }

  /** For afterEach: the registries go, so that nobody works for them while the next tests run. */
  static async endAll(): Promise<void> {
    for (const { namespace } of begunCases.splice(0)) await testCluster().deleteNamespace(namespace);
  }

  get host(): string {
    return `quay-${this.namespace}.apps.local`;
  }

  /** Makes the bundle and the registry: all eleven components, managed but those that are named. */
  async create(options: {
    readonly unmanaged?: readonly string[];
    readonly overrides?: Readonly<Record<string, QuayRegistryComponent['overrides']>>;
    readonly config?: Readonly<Record<string, unknown>>;
    readonly components?: readonly QuayRegistryComponent[];
  }): Promise<QuayRegistry> {
    const { unmanaged = ['objectstorage', 'monitoring'], overrides = {}, config = {} } = options;
    const { registry } = inputsOf({ unmanaged, overrides });
    const components = options.components ?? registry.spec?.components ?? [];
    await this.writeBundle(stringify({ ...this.#usualConfig(), ...config }, { version: '1.1' }));
    return this.client.create(quayRegistries, {
      ...registry,
      metadata: { name: this.name, namespace: this.namespace },
      spec: { configBundleSecret: 'bundle', components },
    });
  }

  /**
   * Makes both CA ConfigMaps and waits until they are filled, so that the operator's second pass has no reason to start
   * the databases again: in scaled time that pass would cut off the making of a new database.
   */
  async prepareCaConfigMaps(): Promise<void> {
    const service = this.object('ConfigMap', `${this.name}-cluster-service-ca`);
    const trusted = this.object('ConfigMap', `${this.name}-cluster-trusted-ca`);
    const annotations = { 'service.beta.openshift.io/inject-cabundle': 'true' };
    const labels = { 'config.openshift.io/inject-trusted-cabundle': 'true' };
    await this.client.create(configMaps, { ...service, metadata: { ...service.metadata, annotations } });
    const marked = { ...trusted.metadata, labels, annotations: { prepared: 'true' } };
    await this.client.create(configMaps, { ...trusted, metadata: marked });
    for (const { name } of [service.metadata, trusted.metadata]) {
      await this.until(`CA bundle in ${name}`, async () => {
        const { data } = await this.get(configMaps, name);
        return Object.values(data ?? {}).some((bundle) => bundle !== '') ? true : undefined;
      });
    }
  }

  async writeBundle(text: string): Promise<void> {
    const data = { 'config.yaml': encodeBase64(text) };
    await this.#apply(secrets, { ...this.object('Secret', 'bundle'), data });
  }

  /** Replaces the faults; none takes them away. */
  async faults(data: Readonly<Record<string, string>>): Promise<void> {
    await this.#apply(configMaps, { ...this.object('ConfigMap', 'dev-faults'), data });
  }

  object(kind: string, name: string): KubernetesObject {
    return { apiVersion: 'v1', kind, metadata: { name, namespace: this.namespace } };
  }

  async get<T extends KubernetesObject>(resource: Resource<T>, name: string): Promise<T> {
    const found = await this.client.get(resource, name, this.namespace);
    if (found === undefined) throw new Error(`${resource.kind} ${this.namespace}/${name} is not there`);
    return found;
  }

  find<T extends KubernetesObject>(resource: Resource<T>, name: string): Promise<T | undefined> {
    return this.client.get(resource, name, this.namespace);
  }

  registry(): Promise<QuayRegistry> {
    return this.get(quayRegistries, this.name);
  }

  async condition(type: string): Promise<Condition | undefined> {
    return findCondition((await this.registry()).status?.conditions, type);
  }

  /** Waits until the condition has all of this, and answers it. */
  async untilCondition(wanted: Partial<Condition> & Pick<Condition, 'type'>): Promise<Condition> {
    return this.until(describeWanted(wanted), async () => {
      const condition = await this.condition(wanted.type);
      return condition && fits(condition, wanted) ? condition : undefined;
    });
  }

  /** Every state of a condition from now on, in order: one that lasts a moment is missed by whoever asks now and then. */
  follow(type: string): { readonly states: readonly Condition[]; readonly stop: () => void } {
    const states: Condition[] = [];
    const ending = new AbortController();
    const told = (object: QuayRegistry): void => {
      const condition = findCondition(object.status?.conditions, type);
      if (condition !== undefined && object.metadata.name === this.name) states.push(condition);
    };
    const { namespace } = this;
    void this.client.watch(
      quayRegistries,
      { namespace },
      ({ object }) => {
        told(object);
      },
      ending.signal,
    );
    return {
      states,
      stop: () => {
        ending.abort();
      },
    };
  }

  untilAvailable(): Promise<QuayRegistry> {
    return this.until('an available registry', async () => {
      const registry = await this.registry();
      return isTrue(registry.status?.conditions, 'Available') ? registry : undefined;
    });
  }

  /** Looks until there is an answer; fails with what the registry says of itself. */
  async until<T>(what: string, look: () => Promise<T | undefined>, seconds = 120): Promise<T> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > deadline) throw new Error(`no ${what} within ${seconds} s: ${await this.#told()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #told(): Promise<string> {
    const registry = await this.find(quayRegistries, this.name);
    if (registry === undefined) return 'there is no registry';
    return `${describeObject(registry)} says ${JSON.stringify(registry.status?.conditions ?? [])}`;
  }

  #usualConfig(): Readonly<Record<string, unknown>> {
    return {
      SERVER_HOSTNAME: this.host,
      SECRET_KEY: '1'.repeat(77),
      DATABASE_SECRET_KEY: '2'.repeat(77),
      DISTRIBUTED_STORAGE_CONFIG: { default: ['S3Storage', { s3_bucket: 'quay' }] },
    };
  }

  async #apply<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<void> {
    await this.client.apply(resource, object, { fieldManager: 'operator-test', force: true });
  }
}

function fits(condition: Condition, wanted: Partial<Condition>): boolean {
  const { message, ...exact } = wanted;
  const entries = Object.entries(exact) as [keyof Condition, string][];
  return entries.every(([key, value]) => condition[key] === value) && (condition.message ?? '').includes(message ?? '');
}

function describeWanted({ type, ...rest }: Partial<Condition>): string {
  return `condition ${type ?? ''} with ${JSON.stringify(rest)}`;
}
