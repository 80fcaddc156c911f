import { KubeConfig } from '@kubernetes/client-node';
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { UserName } from '../cluster/users.ts';
import { copyServiceVersions } from '../cluster/copied-csv.ts';
import { grantUsers } from '../cluster/grant-users.ts';
import { namespaces, services } from '../../src/k8s/resource.ts';
import type { OperatorVersion } from '../operator/version-facts.ts';
import { loopbackAddress, loopbackNetwork } from '../node/addresses.ts';
import { ApiClient } from '../../src/service/kube/api-client.ts';

/** What the global setup of the cluster tests tells them. Only what survives a serialisation. */
export interface SharedCluster {
  readonly directory: string;
  /** Tells this cluster's loopback network from others'. */
  readonly index: number;
  readonly server: string;
  readonly caFile: string;
  readonly kubeconfigs: Readonly<Record<UserName, string>>;
  readonly tools: { readonly kubectl: string; readonly helm: string };
  /** Of the simulated router: where requests to a Route's host go. */
  readonly router: string;
  /** dist/image. */
  readonly imageDirectory: string;
  /** Of the simulated operator and the Quay that it brings. */
  readonly operatorVersion: OperatorVersion;
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: SharedCluster;
    /** Path of the helm program. */
    helm: string;
  }
}

export interface TestCluster extends SharedCluster {
  /** The same client each time: it keeps its connections. */
  client(user: UserName): ApiClient;
  /** Path of a kubeconfig. */
  kubeconfig(user: UserName): string;
  /** A new namespace with the usual users in it; answers its name, `PREFIX-` and eight characters. */
  createNamespace(prefix: string): Promise<string>;
  /** Does not wait until it is gone. Those that are left when a test file ends are deleted then. */
  deleteNamespace(name: string): Promise<void>;
  /** Where this process reaches the ports of a Service. */
  addressOf(namespace: string, service: string): Promise<string>;
}

/** Made by this test file: registries that nobody needs any more are still probed, and slow down who comes after. */
const made = new Set<string>();

const clients = new Map<UserName, ApiClient>();

/** The development cluster that all `*.cluster.test.ts` share. A test takes a namespace of its own. */
export function testCluster(): TestCluster {
  const shared = inject('cluster');
  return {
    ...shared,
    client,
    kubeconfig: (user) => shared.kubeconfigs[user],
    createNamespace,
    deleteNamespace,
    addressOf,
  };
}

function client(user: UserName): ApiClient {
  const known = clients.get(user);
  if (known !== undefined) return known;
  const config = new KubeConfig();
  config.loadFromFile(inject('cluster').kubeconfigs[user]);
  const made = new ApiClient(config);
  clients.set(user, made);
  return made;
}

async function createNamespace(prefix: string): Promise<string> {
  const name = `${prefix}-${randomBytes(4).toString('hex')}`;
  await client('admin').create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  made.add(name);
  await grantUsers(client('admin'), name);
  await copyServiceVersions(client('admin'), name);
  return name;
}

async function deleteNamespace(name: string): Promise<void> {
  made.delete(name);
  await client('admin').delete(namespaces, { name });
}

export async function deleteNamespaces(): Promise<void> {
  for (const name of made) await deleteNamespace(name);
}

async function addressOf(namespace: string, service: string): Promise<string> {
  const found = await client('admin').get(services, service, namespace);
  const address = loopbackAddress(loopbackNetwork(inject('cluster').index), found?.spec?.clusterIP ?? '');
  if (address === undefined) throw new Error(`Service ${namespace}/${service} is not there or has no cluster IP`);
  return address;
}
