import { deployments, leases } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import type { Journey } from './journey.ts';

const name = 'quay-migration-plugin';

/** Starts so many pods of a journey's service; with none, waits until the last is gone. */
export async function scaleService(journey: Journey, replicas: number): Promise<void> {
  const namespace = journey.serviceNamespace;
  const client = testCluster().client('admin');
  await client.patch(deployments, { namespace, name }, { type: 'merge', body: { spec: { replicas } } });
  for (;;) {
    const { status } = (await client.get(deployments, name, namespace)) ?? {};
    if ((status?.readyReplicas ?? 0) === replicas) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Lets no pod of the service lead, as one that is cut off and has the Lease: they answer, and take nothing up. */
export async function withholdLease(journey: Journey): Promise<void> {
  const renewTime = new Date().toISOString().replace('Z', '000Z');
  await setLease(journey, { holderIdentity: 'a pod that is cut off', leaseDurationSeconds: 3600, renewTime });
}

export async function giveLeaseBack(journey: Journey): Promise<void> {
  await setLease(journey, { holderIdentity: '' });
}

async function setLease({ serviceNamespace: namespace }: Journey, spec: object): Promise<void> {
  await testCluster().client('admin').patch(leases, { namespace, name }, { type: 'merge', body: { spec } });
}
