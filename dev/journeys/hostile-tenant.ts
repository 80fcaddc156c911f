import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { labelsOf, registryFinalizer } from '../../src/domain/migration-names.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import type { Pod } from '../../src/k8s/pod.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { installationAnnotation } from '../../src/contract/annotations.ts';
import { journalMetadata, journalName, journalType, planType } from '../../src/service/engine/journal/journal-names.ts';
import type { Journal } from '../../src/service/engine/journal/journal.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { type Release, installChart, uninstallChart } from '../image/install-chart.ts';

/**
 * Somebody who may do what ClusterRole `edit` allows in one namespace, and a service that has its rights in that
 * namespace and in a victim's: what stops him must be the service, not that it may not.
 */
export class HostileTenant {
  /** The name in his labels and journals. */
  readonly name = 'q';
  readonly client: KubeClient;
  readonly namespace: string;
  readonly victim: string;
  /** Public knowledge: he is given it. */
  readonly installation: string;

  private constructor(namespace: string, victim: string, installation: string) {
    this.client = testCluster().client('nobody');
    this.namespace = namespace;
    this.victim = victim;
    this.installation = installation;
  }

  static async begin(): Promise<HostileTenant> {
    const cluster = testCluster();
    const admin = cluster.client('admin');
    const namespace = await cluster.createNamespace('attacker');
    const victim = await cluster.createNamespace('victim');
    await admin.create(kinds.roleBindings, editIn(namespace));
    await admin.create(kinds.quayRegistries, {
      apiVersion: 'quay.redhat.com/v1',
      kind: 'QuayRegistry',
      metadata: { name: 'q', namespace: victim, finalizers: [registryFinalizer], labels: labelsOf('q', 2) },
      spec: { components: [] },
    });
    // An installation of another test, which serves all namespaces, leaves alone what is taken.
    const annotations = { [installationAnnotation]: 'elsewhere/uid' };
    await admin.create(kinds.quayEcosystems, {
      apiVersion: 'redhatcop.redhat.io/v1alpha1',
      kind: 'QuayEcosystem',
      metadata: { name: 'q', namespace: victim, annotations },
      spec: {},
    });
    const release = releaseFor(namespace);
    const values = {
      watchNamespaces: [namespace, victim],
      waitScale: 0.03,
      image: { registry: 'localhost', tag: 'dev' },
      console: { enabled: false },
    };
    await installChart({ ...release, values });
    const found = await admin.get(kinds.configMaps, 'quay-migration-plugin-installation', release.namespace);
    return new HostileTenant(namespace, victim, found?.metadata.uid ?? '');
  }

  /** Where the service runs. */
  get serviceNamespace(): string {
    return releaseFor(this.namespace).namespace;
  }

  /** The service can be uninstalled without force: nothing of his is in the way. */
  async end(): Promise<void> {
    await uninstallChart(releaseFor(this.namespace));
    const kept = { name: 'q', namespace: this.victim };
    const body = { metadata: { finalizers: null } };
    await testCluster().client('admin').patch(kinds.quayRegistries, kept, { type: 'merge', body });
  }

  async putSecret(
    metadata: KubernetesObject['metadata'],
    type: string,
    data: Readonly<Record<string, Buffer>>,
  ): Promise<void> {
    const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, value.toString('base64')]));
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, type, data: encoded };
    await this.client.create(kinds.secrets, secret);
  }

  /** A journal as the service would have written it: where the earlier version kept it, and as this version names it. */
  async forge(journal: Journal, plan: unknown): Promise<void> {
    const { namespace, name } = this;
    const parts = packed(plan);
    const digest = createHash('sha256').update(parts).digest('hex');
    const told = packed({ ...journal, plan: { parts: 1, digest } });
    for (const head of [
      { name: `${name}-quay-migration-${journal.attempt}`, labels: labelsOf(name, journal.attempt) },
      { name: journalName({ namespace, name }, journal.attempt), ...journalMetadata({ namespace, name }, journal) },
    ]) {
      const part = { ...head, namespace, name: `${head.name}-part2` };
      for (const old of [head.name, part.name]) await this.client.delete(kinds.secrets, { name: old, namespace });
      await this.putSecret(part, planType, { plan: parts });
      await this.putSecret({ ...head, namespace }, journalType, { journal: told });
    }
  }

  /** The attacks need no QuayEcosystem: a Pod, or a Job, with our labels wakes the service. */
  async wake(): Promise<void> {
    const spec = { restartPolicy: 'Never' as const, containers: [{ name: 'x', image: 'example.com/x' }] };
    const { namespace } = this;
    const metadata = { name: `wake-${Date.now()}`, namespace, labels: labelsOf(this.name, 2) };
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
    await this.client.create(kinds.pods, pod);
    await this.client.create(kinds.jobs, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: { template: { spec } },
    });
    // As long as the service takes for a few looks.
    await sleep(4000);
  }

  /** Versions of all that he could want of other namespaces, and all of his own that grants rights or runs. */
  async surroundings(): Promise<readonly string[]> {
    const rights = [kinds.roles, kinds.roleBindings, kinds.serviceAccounts, kinds.deployments, kinds.quayRegistries];
    const contents = [kinds.secrets, kinds.configMaps, kinds.pods, kinds.jobs, kinds.services];
    const places: [string, readonly kinds.Resource[]][] = [
      [this.namespace, rights],
      ...[this.victim, 'kube-system', 'default'].map((namespace): [string, readonly kinds.Resource[]] => [
        namespace,
        [...rights, ...contents, kinds.persistentVolumeClaims],
      ]),
    ];
    const versions: string[] = [];
    for (const [namespace, all] of places) {
      for (const resource of all) {
        const found = await testCluster().client('admin').list(resource, { namespace });
        versions.push(
          ...found.map(({ kind, metadata }) => `${kind} ${namespace}/${metadata.name} ${stateOf(metadata)}`),
        );
      }
    }
    return versions.sort();
  }
}

/** As journals and plans are stored. */
export function packed(value: unknown): Buffer {
  return gzipSync(JSON.stringify(value));
}

function editIn(
  namespace: string,
): KubernetesObject & { readonly roleRef: object; readonly subjects: readonly object[] } {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'attacker', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
  };
}

function releaseFor(namespace: string): Release {
  const cluster = testCluster();
  const release = 'quay-migration-plugin';
  const kubeconfig = cluster.kubeconfig('admin');
  return { helm: cluster.tools.helm, kubeconfig, namespace: `${namespace}-service`, release };
}

/** Others write the status of objects all the time: where there is a generation, it tells what was changed. */
function stateOf({
  uid,
  generation,
  deletionTimestamp,
  finalizers,
  resourceVersion,
}: KubernetesObject['metadata']): string {
  return [uid, generation ?? resourceVersion, deletionTimestamp, ...(finalizers ?? [])].join(' ');
}
