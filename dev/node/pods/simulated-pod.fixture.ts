import { expect, vi } from 'vitest';
import type { KubernetesObject } from '../../../src/k8s/object.ts';
import type { Container, ContainerStatus, Pod, PodSpec } from '../../../src/k8s/pod.ts';
import { type Resource, pods } from '../../../src/k8s/resource.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';

/** An image in which a shell, Node and the PostgreSQL client programs run. */
export const toolImage = 'quay.io/example/quay-migration-plugin:test';

export const patience = { timeout: 30_000, interval: 50 };

/** Pods of one namespace, as tests handle them. */
export class TestPods {
  readonly #client: KubeClient;
  readonly #namespace: string;

  constructor(client: KubeClient, namespace: string) {
    this.#client = client;
    this.#namespace = namespace;
  }

  /** A pod with one container, which runs a shell script unless `container` says otherwise. */
  async start(
    name: string,
    container: Partial<Container> & { script?: string },
    spec: PodSpec = {},
    labels: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { script, ...rest } = container;
    const command = script === undefined ? {} : { command: ['sh', '-c', script] };
    const main: Container = { name: 'main', image: toolImage, ...command, ...rest };
    await this.create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels },
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 5,
        ...spec,
        containers: [main, ...(spec.containers ?? [])],
      },
    });
  }

  /** A namespace is ready for pods a moment after it was made, when it has its ServiceAccount. */
  async create<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<void> {
    const placed = { ...object, metadata: { ...object.metadata, namespace: this.#namespace } };
    await vi.waitFor(() => this.#client.create(resource, placed), patience);
  }

  get(name: string): Promise<Pod | undefined> {
    return this.#client.get(pods, name, this.#namespace);
  }

  async status(name: string): Promise<NonNullable<Pod['status']>> {
    return (await this.get(name))?.status ?? {};
  }

  async container(name: string): Promise<ContainerStatus | undefined> {
    return (await this.status(name)).containerStatuses?.[0];
  }

  async untilPhase(name: string, phase: string): Promise<NonNullable<Pod['status']>> {
    return vi.waitFor(async () => {
      const status = await this.status(name);
      expect(status).toMatchObject({ phase });
      return status;
    }, patience);
  }

  async untilReady(name: string): Promise<void> {
    await vi.waitFor(async () => {
      expect(await this.container(name)).toMatchObject({ ready: true });
    }, patience);
  }

  async untilWaiting(name: string, reason: string): Promise<string> {
    return vi.waitFor(async () => {
      const state = (await this.container(name))?.state;
      expect(state?.waiting?.reason).toBe(reason);
      return state?.waiting?.message ?? '';
    }, patience);
  }

  log(name: string, container = 'main'): Promise<string> {
    return this.#client.log({ name, namespace: this.#namespace }, { container });
  }

  /** Answers after how many milliseconds it was gone. */
  async delete(name: string, gracePeriodSeconds?: number): Promise<number> {
    const startedAt = Date.now();
    const target = { name, namespace: this.#namespace };
    await this.#client.delete(pods, target, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds });
    await vi.waitFor(async () => {
      expect(await this.get(name)).toBeUndefined();
    }, patience);
    return Date.now() - startedAt;
  }
}
