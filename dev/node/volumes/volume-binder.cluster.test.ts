import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { PersistentVolumeClaim } from '../../../src/k8s/persistentvolumeclaim.ts';
import { persistentVolumeClaims, persistentVolumes } from '../../../src/k8s/resource.ts';
import { testCluster } from '../../checks/cluster-context.ts';
import { TestPods, patience } from '../pods/simulated-pod.fixture.ts';

const cluster = testCluster();
const admin = cluster.client('admin');

let namespace = '';
let simulated: TestPods;
beforeAll(async () => {
  namespace = await cluster.createNamespace('volumes');
  simulated = new TestPods(admin, namespace);
});

async function claim(name: string, storageClassName?: string): Promise<void> {
  const object: PersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...(storageClassName !== undefined && { storageClassName }),
    },
  };
  await admin.create(persistentVolumeClaims, object);
}

function read(name: string): Promise<PersistentVolumeClaim | undefined> {
  return admin.get(persistentVolumeClaims, name, namespace);
}

async function untilBound(name: string): Promise<string> {
  return vi.waitFor(async () => {
    const found = await read(name);
    expect(found?.status?.phase).toBe('Bound');
    return found?.spec?.volumeName ?? '';
  }, patience);
}

async function grow(name: string, storage: string): Promise<void> {
  const body = { spec: { resources: { requests: { storage } } } };
  await admin.patch(persistentVolumeClaims, { name, namespace }, { type: 'merge', body });
}

describe('a claim', () => {
  test.each([
    ['of the default class', undefined, 'standard'],
    ['of a class that does not grow', 'fixed', 'fixed'],
  ])('%s is bound with what it asks for', async (_name, storageClass, expected) => {
    const name = `bound-${expected}`;
    await claim(name, storageClass);
    await untilBound(name);
    expect(await read(name)).toMatchObject({
      spec: { storageClassName: expected },
      status: { capacity: { storage: '1Gi' } },
    });
  });

  test('of the class `late` waits for a pod', async () => {
    await claim('late', 'late');
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'late' } }];
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await read('late'))?.status?.phase).toBe('Pending');
    await simulated.start('consumer', { script: 'true' }, { volumes });
    await simulated.untilPhase('consumer', 'Succeeded');
    expect((await read('late'))?.status?.phase).toBe('Bound');
  });

  test('grows where its class allows it', async () => {
    await claim('growing');
    const volume = await untilBound('growing');
    await grow('growing', '3Gi');
    await vi.waitFor(async () => {
      expect((await read('growing'))?.status?.capacity?.storage).toBe('3Gi');
    }, patience);
    expect((await admin.get(persistentVolumes, volume))?.spec?.capacity?.storage).toBe('3Gi');
    await expect(grow('growing', '2Gi')).rejects.toThrow(/less than/);
  });

  test('does not grow where its class forbids it', async () => {
    await claim('fixed', 'fixed');
    await untilBound('fixed');
    await expect(grow('fixed', '3Gi')).rejects.toThrow(/only dynamically provisioned pvc can be resized/);
  });

  test('takes its data with it', async () => {
    await claim('gone');
    const volume = await untilBound('gone');
    const directory = join(cluster.directory, 'volumes', volume);
    await writeFile(join(directory, 'data'), 'x');
    await admin.delete(persistentVolumeClaims, { name: 'gone', namespace });
    await vi.waitFor(async () => {
      expect(await admin.get(persistentVolumes, volume)).toBeUndefined();
      await expect(access(directory)).rejects.toThrow('ENOENT');
    }, patience);
  });
});
