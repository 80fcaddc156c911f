import { setTimeout as sleep } from 'node:timers/promises';
import { leases, nodes } from '../../src/k8s/resource.ts';
import { isNotFound } from '../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

export interface Registration {
  readonly client: KubeClient;
  readonly nodeName: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
  /** Where the API server asks for logs. */
  readonly logPort: number;
  readonly log: (message: string) => void;
}

const leaseNamespace = 'kube-node-lease';
const leaseSeconds = 40;
const heartbeat = 10_000;

/** More than anybody asks for: what a real registry needs is summed by others. */
const room = { cpu: '64', memory: '256Gi', pods: '1000', 'ephemeral-storage': '1Ti' };

/** Makes the Node, ready, with the fields that controllers and `kubectl logs` look at. */
export async function registerNode({ client, nodeName, nodeLabels, logPort }: Registration): Promise<void> {
  const identity = { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName, labels: nodeLabels } };
  await client.apply(nodes, identity, { fieldManager: 'development-node', force: true });
  const now = new Date().toISOString();
  const times = { lastHeartbeatTime: now, lastTransitionTime: now };
  const healthy = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({
    type,
    status: 'False',
    ...times,
  }));
  const status = {
    conditions: [...healthy, { type: 'Ready', status: 'True', reason: 'KubeletReady', ...times }],
    addresses: [
      { type: 'InternalIP', address: '127.0.0.1' },
      { type: 'Hostname', address: nodeName },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: logPort } },
    capacity: room,
    allocatable: room,
    nodeInfo: nodeInfo(),
  };
  await client.patch(nodes, { name: nodeName }, { type: 'strategic', body: { status } }, { subresource: 'status' });
}

function nodeInfo(): Record<string, string> {
  const empty = ['machineID', 'systemUUID', 'bootID', 'kernelVersion', 'osImage', 'kubeProxyVersion'];
  return {
    ...Object.fromEntries(empty.map((name) => [name, ''])),
    containerRuntimeVersion: 'simulated://1',
    kubeletVersion: 'v1.34.0-simulated',
    operatingSystem: 'linux',
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
  };
}

/** Renews the node's Lease until `signal` aborts, or the node lifecycle controller would take it for dead. */
export async function keepAlive({ client, nodeName, log }: Registration, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await renew(client, nodeName).catch((error: unknown) => {
      if (!signal.aborted) log(`Lease ${leaseNamespace}/${nodeName}: ${String(error)}`);
    });
    await sleep(heartbeat, undefined, { signal }).catch(() => undefined);
  }
}

async function renew(client: KubeClient, nodeName: string): Promise<void> {
  const renewTime = new Date().toISOString().replace('Z', '000Z');
  const spec = { holderIdentity: nodeName, leaseDurationSeconds: leaseSeconds, renewTime };
  try {
    await client.patch(leases, { name: nodeName, namespace: leaseNamespace }, { type: 'merge', body: { spec } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const metadata = { name: nodeName, namespace: leaseNamespace };
    await client.create(leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec });
  }
}
