import { beforeEach, describe, expect, it } from 'vitest';
import * as kinds from '../../../k8s/resource.ts';
import { OutOfBounds } from '../../kube/wrapped/bound-client.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { SharedReads } from '../../kube/wrapped/shared-reads.ts';
import { serviceNamespace, target } from '../attempt/attempt.fixture.ts';
import { JournalStore } from './journal-store.ts';
import { type Reach, reachOf, sharedReach } from './reach.ts';

const { namespace } = target;
const secret = (at: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', namespace: at } });

let cluster: MemoryCluster;
let reach: Reach;

beforeEach(() => {
  cluster = new MemoryCluster();
  for (const at of [namespace, 'victim']) cluster.seed(kinds.secrets, secret(at));
  reach = reachOf({ client: cluster, facts: cluster, journals: new JournalStore(cluster, serviceNamespace) }, target);
});

describe('what the engine reaches', () => {
  it('is the namespace of the QuayEcosystem, and the kinds of a plan', async () => {
    expect(await reach.client.get(kinds.secrets, 'x', namespace)).toBeDefined();
    await reach.client.delete(kinds.secrets, secret(namespace).metadata);
    await expect(reach.client.get(kinds.secrets, 'x', 'victim')).rejects.toThrow(OutOfBounds);
    await expect(reach.client.delete(kinds.secrets, secret('victim').metadata)).rejects.toThrow(OutOfBounds);
    await expect(reach.client.get(kinds.roleBindings, 'x', namespace)).rejects.toThrow(OutOfBounds);
    expect(await reach.client.list(kinds.networkPolicies, { namespace })).toEqual([]);
    await expect(reach.client.delete(kinds.networkPolicies, secret(namespace).metadata)).rejects.toThrow(OutOfBounds);
  });

  it('are the journals of the QuayEcosystem that it looks at', async () => {
    expect(reach.target).toEqual(target);
    expect(reach.journals.target).toEqual(target);
    expect(reach.journals.namespace).toBe(serviceNamespace);
    expect(reach.facts).toBe(cluster);
    expect(await reach.journals.list()).toEqual([]);
  });
});

describe('what a preflight reads by', () => {
  it('is as narrow, and shared with others', async () => {
    const { client, facts } = sharedReach(reach, new SharedReads(cluster).since(0));
    expect(await client.get(kinds.secrets, 'x', namespace)).toBeDefined();
    cluster.vanish(kinds.secrets, { name: 'x', namespace });
    expect(await client.get(kinds.secrets, 'x', namespace)).toBeDefined();
    expect(await client.list(kinds.serviceMonitors, { namespace })).toEqual([]);
    await expect(client.get(kinds.secrets, 'x', 'victim')).rejects.toThrow(OutOfBounds);
    await expect(client.get(kinds.roleBindings, 'x', namespace)).rejects.toThrow(OutOfBounds);
    expect(await facts.list(kinds.storageClasses)).toEqual([]);
    await expect(facts.get(kinds.secrets, 'x', 'victim')).rejects.toThrow(/not a fact of the cluster/);
  });
});
