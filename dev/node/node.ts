import { execFile } from 'node:child_process';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { loopbackNetwork } from './addresses.ts';
import { CertificateAuthority } from './network/certificates.ts';
import { startClusterServices } from './network/cluster-services.ts';
import { ClusterStores } from './cluster-stores.ts';
import { HostsFiles } from './network/hosts-files.ts';
import { createIdentity } from './containers/identity.ts';
import { startLogServer } from './network/log-server.ts';
import { startNetwork } from './network/network.ts';
import type { PodHost } from './pods/pod-host.ts';
import { PodManager, endFormerPods } from './pods/pod-manager.ts';
import { keepAlive, registerNode } from './registration.ts';
import { startScheduling } from './scheduling.ts';
import { ServiceEndpoints } from './network/service-endpoints.ts';

export interface NodeOptions {
  /** A cluster admin's. */
  readonly client: KubeClient;
  /** Of the API server, as pods reach it: https://127.0.0.1:PORT. */
  readonly server: string;
  /** What clients trust the API server by; pods have it from their ServiceAccount volume. */
  readonly caFile: string;
  /** A directory of this cluster alone: pods, volumes, logs, the node's own log. */
  readonly directory: string;
  /** 0 to 63, different for each cluster that runs on this machine at the same time. */
  readonly index: number;
  /** dist/image: what our own image holds. */
  readonly imageDirectory: string;
}

/** One simulated node with the services of a cluster around it. */
export interface DevelopmentNode {
  /** http://127.0.0.1:PORT; the Host header picks the Route or Ingress. */
  readonly router: string;
  /** Where a Service's ports are reached from this machine. Throws when the cluster has no such Service. */
  addressOf(namespace: string, service: string): string;
  stop(): Promise<void>;
}

const nodeName = 'development-node';
const nodeLabels = {
  'kubernetes.io/hostname': nodeName,
  'kubernetes.io/os': 'linux',
  'node-role.kubernetes.io/worker': '',
};

/** Registers the node and runs what is bound to it, until `stop`. */
export async function startNode(order: NodeOptions): Promise<DevelopmentNode> {
  await checkBubblewrap();
  const end = new AbortController();
  const { client, directory } = order;
  const { signal } = end;
  const log = logTo(join(directory, 'node.log'));
  const network = loopbackNetwork(order.index);
  const stores = new ClusterStores(client, signal, log);
  const endpoints = new ServiceEndpoints(stores.services, stores.endpointSlices, network);
  const services = () => stores.services.values();
  const hosts = new HostsFiles(join(directory, 'hosts'), services, (service) => endpoints.addressOf(service));
  const host = await createHost(order, { network, log, hostsFile: (namespace) => hosts.fileFor(namespace) });
  const manager = new PodManager(host);
  const authority = await CertificateAuthority.open(directory);
  const logServer = await startLogServer(await authority.issue([nodeName, '127.0.0.1']), (request) =>
    manager.find(request.namespace, request.pod)?.container(request.container)?.log(request.previous),
  );
  const registration = { client, nodeName, nodeLabels, logPort: logServer.port, log };
  await registerNode(registration);
  await endFormerPods(host);

  stores.pods.onEvent((event) => {
    manager.take(event);
  });
  followReferences(stores, manager);
  startScheduling({ client, nodeName, nodeLabels, stores, signal, log });
  const proxies = startNetwork({ stores, endpoints, hosts, signal, log });
  const { persistentDirectory } = host;
  const cluster = await startClusterServices({
    client,
    stores,
    endpoints,
    authority,
    persistentDirectory,
    signal,
    log,
  });
  stores.follow();
  void keepAlive(registration, signal);
  return {
    router: cluster.router,
    addressOf: (namespace, name) => addressOf(endpoints, namespace, name),
    stop: async () => {
      end.abort();
      await manager.stop();
      proxies.stop();
      cluster.stop();
      logServer.server.close();
      logServer.server.closeAllConnections();
    },
  };
}

/** Volumes are kept from one run to the next; what was left of pods is not. */
async function createHost(order: NodeOptions, parts: Pick<PodHost, 'network' | 'log' | 'hostsFile'>): Promise<PodHost> {
  const { client, directory, imageDirectory } = order;
  const podsDirectory = join(directory, 'pods');
  const persistentDirectory = join(directory, 'volumes');
  await rm(podsDirectory, { recursive: true, force: true });
  await mkdir(podsDirectory, { recursive: true });
  await mkdir(persistentDirectory, { recursive: true });
  return {
    client,
    nodeName,
    server: new URL(order.server),
    identity: await createIdentity(directory, order.index),
    images: { repository: dirname(dirname(import.meta.dirname)), imageDirectory },
    podsDirectory,
    persistentDirectory,
    ...parts,
  };
}

function addressOf(endpoints: ServiceEndpoints, namespace: string, name: string): string {
  const service = endpoints.service(namespace, name);
  const address = service && endpoints.addressOf(service);
  if (address === undefined) throw new Error(`Service ${namespace}/${name} has no address on this node`);
  return address;
}

/** Volumes and waiting containers follow the Secrets and ConfigMaps that they refer to. */
function followReferences(stores: ClusterStores, manager: PodManager): void {
  const changed = (kind: 'Secret' | 'ConfigMap') => (event: { object: KubernetesObject }) => {
    const { namespace = '', name } = event.object.metadata;
    manager.changed(kind, namespace, name);
  };
  stores.secrets.onEvent(changed('Secret'));
  stores.configMaps.onEvent(changed('ConfigMap'));
}

async function checkBubblewrap(): Promise<void> {
  try {
    await promisify(execFile)('/usr/bin/bwrap', [
      '--ro-bind',
      '/',
      '/',
      '--unshare-pid',
      '--proc',
      '/proc',
      '/bin/true',
    ]);
  } catch (error) {
    throw new Error(
      `containers run under bubblewrap, and /usr/bin/bwrap does not work here: ${String(error)}. ` +
        'Install the package bubblewrap; without root the machine must allow user namespaces.',
      { cause: error },
    );
  }
}

/** Appends to the node's log; what happens there is nobody's business until something goes wrong. */
function logTo(path: string): (message: string) => void {
  return (message) => {
    void appendFile(path, `${new Date().toISOString()} ${message}\n`).catch(() => undefined);
  };
}
