import { KubeConfig } from '@kubernetes/client-node';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { serviceAccounts } from '../../src/k8s/resource.ts';
import { ApiClient } from '../../src/service/kube/api-client.ts';
import { clusterExtras } from './cluster-extras.ts';
import { writeCredentials } from './credentials.ts';
import { freePort } from './free-port.ts';
import { type Instance, claimInstance } from './instance.ts';
import { ServerProcess } from './server-process.ts';
import {
  type ServerArguments,
  apiServerArguments,
  auditFiles,
  auditPolicy,
  controllerArguments,
  etcdArguments,
} from './server-arguments.ts';
import type { Toolchain } from './tools/toolchain.ts';
import type { UserName } from './users.ts';

export interface ControlPlaneOptions {
  readonly toolchain: Toolchain;
  /**
   * Runs when the API server is ready and before the controllers start: the garbage collector looks for new kinds
   * only every 30 seconds, so that CustomResourceDefinitions are best there before it is.
   */
  readonly prepare?: (client: ApiClient) => Promise<void>;
}

/** A running etcd, kube-apiserver and kube-controller-manager, with RBAC on. */
export interface ControlPlane {
  /** Of this instance alone; it goes when the instance stops. */
  readonly directory: string;
  /** https://127.N.0.255:PORT */
  readonly server: string;
  /** Path of the PEM file by which clients trust the server. */
  readonly caFile: string;
  /** 0 to 60, and the loopback network 127.(64 + index).0.0/16 is this instance's. */
  readonly index: number;
  readonly tools: { readonly kubectl: string; readonly helm: string };
  /** Path of the audit log: what ServiceAccounts asked the API server for. */
  readonly auditLog: string;
  /** Path of a kubeconfig. */
  kubeconfig(user: UserName): string;
  /** The same client each time; `stop` closes it. */
  client(user: UserName): ApiClient;
  /** Stops the servers and removes the directory. */
  stop(): Promise<void>;
}

/**
 * Starts a control plane of its own: any number up to 61 run at once on one machine. It takes about six seconds, ten
 * until the controllers work. When this process dies, the servers die with it; the directory of one that crashed goes
 * at the next start.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const instance = await claimInstance();
  const servers: ServerProcess[] = [];
  const clients = new Map<UserName, ApiClient>();
  const stop = async (): Promise<void> => {
    await Promise.all([...clients.values()].map((client) => client.close()));
    for (const server of servers.reverse()) await server.stop();
    await instance.release();
  };
  try {
    return await start(options, { instance, servers, clients, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Parts {
  readonly instance: Instance;
  readonly servers: ServerProcess[];
  readonly clients: Map<UserName, ApiClient>;
  readonly stop: () => Promise<void>;
}

async function start(options: ControlPlaneOptions, parts: Parts): Promise<ControlPlane> {
  const { toolchain, prepare } = options;
  const { address, directory, index } = parts.instance;
  const home = join(directory, 'control-plane');
  // etcd, tokens and keys are nobody else's, but pods have to get past it to their own directories.
  await mkdir(home, { mode: 0o700 });
  const ports = {
    etcd: await freePort(address),
    etcdPeers: await freePort(address),
    apiServer: await freePort(address),
    controllers: await freePort(address),
  };
  const server = `https://${address}:${ports.apiServer}`;
  const audit = auditFiles({ directory: home });
  await writeFile(audit.policy, JSON.stringify(auditPolicy));
  const credentials = await writeCredentials(home, server, address);
  const args: ServerArguments = { address, ports, directory: home, credentials };

  const client = (user: UserName): ApiClient => {
    const made = parts.clients.get(user) ?? clientOf(credentials.kubeconfigs[user]);
    parts.clients.set(user, made);
    return made;
  };
  await startServers(toolchain, args, parts.servers);
  await prepare?.(client('admin'));
  parts.servers.push(
    new ServerProcess({
      name: 'kube-controller-manager',
      program: toolchain.kubeControllerManager,
      args: controllerArguments(args, clusterExtras()),
      logFile: join(home, 'kube-controller-manager.log'),
    }),
  );
  await parts.servers.at(-1)?.ready(() => hasControllers(client('admin')));

  return {
    directory,
    server,
    caFile: credentials.caFile,
    auditLog: audit.log,
    index,
    tools: { kubectl: toolchain.kubectl, helm: toolchain.helm },
    kubeconfig: (user) => credentials.kubeconfigs[user],
    client,
    stop: parts.stop,
  };
}

async function startServers(toolchain: Toolchain, args: ServerArguments, servers: ServerProcess[]): Promise<void> {
  const { credentials, directory } = args;
  const etcd = new ServerProcess({
    name: 'etcd',
    program: toolchain.etcd,
    args: etcdArguments(args),
    logFile: join(directory, 'etcd.log'),
  });
  servers.push(etcd);
  const trust = new Agent({ connect: { ca: await readFile(credentials.caFile, 'utf8') } });
  try {
    await etcd.ready(() => answersOk(`http://${args.address}:${args.ports.etcd}/readyz`, trust));
    const apiServer = new ServerProcess({
      name: 'kube-apiserver',
      program: toolchain.kubeApiserver,
      args: apiServerArguments(args),
      logFile: join(directory, 'kube-apiserver.log'),
    });
    servers.push(apiServer);
    await apiServer.ready(() => answersOk(`https://${args.address}:${args.ports.apiServer}/readyz`, trust));
  } finally {
    await trust.destroy();
  }
}

async function answersOk(url: string, dispatcher: Agent): Promise<boolean> {
  const { statusCode, body } = await request(url, { dispatcher });
  await body.dump();
  return statusCode === 200;
}

/** Controllers work when a namespace gets its ServiceAccount. */
async function hasControllers(client: ApiClient): Promise<boolean> {
  return (await client.get(serviceAccounts, 'default', 'default')) !== undefined;
}

function clientOf(kubeconfig: string): ApiClient {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return new ApiClient(config);
}
