import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PersistentVolumeClaim } from '../../../src/k8s/persistentvolumeclaim.ts';
import type { PersistentVolume } from '../../../src/k8s/persistentvolume.ts';
import { persistentVolumeClaims, persistentVolumes, storageClasses } from '../../../src/k8s/resource.ts';
import type { StorageClass } from '../../../src/k8s/storageclass.ts';
import { isAlreadyExists } from '../../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { ClusterStores } from '../cluster-stores.ts';
import { keyOf } from '../object-store.ts';
import { WorkQueue } from '../work-queue.ts';

export interface VolumeBinderOptions {
  readonly client: KubeClient;
  readonly stores: ClusterStores;
  /** Gets a directory for each PersistentVolume, of its name. */
  readonly persistentDirectory: string;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

const provisioner = 'development.local/directory';

/** The controller manager writes it on a claim when a provisioner outside has to act, which is after the first consumer came. */
const wantsProvisioner = 'volume.kubernetes.io/storage-provisioner';
const selectedNode = 'volume.kubernetes.io/selected-node';
const provisionedBy = 'pv.kubernetes.io/provisioned-by';

const classes: readonly StorageClass[] = [
  storageClass('standard', { allowVolumeExpansion: true }, { 'storageclass.kubernetes.io/is-default-class': 'true' }),
  storageClass('fixed', { allowVolumeExpansion: false }),
  storageClass('late', { allowVolumeExpansion: true, volumeBindingMode: 'WaitForFirstConsumer' }),
];

function storageClass(name: string, parts: Partial<StorageClass>, annotations?: Record<string, string>): StorageClass {
  const metadata = { name, ...(annotations && { annotations }) };
  return { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata, provisioner, ...parts };
}

/**
 * Makes the storage classes `standard` (the default, grows), `fixed` (does not grow) and `late` (waits for a pod), and
 * simulates their provisioner: a directory as volume for each claim, which the real controller manager binds; more room
 * when a claim grows; both gone when the claim is.
 */
export async function startVolumeBinder(order: VolumeBinderOptions): Promise<void> {
  const { client, stores, signal, log } = order;
  for (const storageClass of classes) {
    await client.apply(storageClasses, storageClass, { fieldManager: 'volume-binder', force: true });
  }
  const report = (key: string, error: unknown) => {
    log(`volume of ${key}: ${String(error)}`);
  };
  const claims = new WorkQueue((key) => provideFor(order, stores.claims.get(key)), report, signal);
  const volumes = new WorkQueue((key) => reclaim(order, stores.volumes.get(key)), report, signal);
  stores.claims.onEvent(({ object }) => {
    claims.add(keyOf(object));
  });
  stores.volumes.onEvent(({ object }) => {
    volumes.add(keyOf(object));
  });
}

async function provideFor(order: VolumeBinderOptions, claim: PersistentVolumeClaim | undefined): Promise<void> {
  if (claim?.metadata.annotations?.[wantsProvisioner] !== provisioner) return;
  if (claim.metadata.deletionTimestamp !== undefined) return;
  if (claim.spec?.volumeName) await expand(order.client, claim);
  else if (!(await waitsForConsumer(order.client, claim))) await provision(order, claim);
}

/** The annotation alone does not tell: the controller manager writes it on a waiting claim in some versions. */
async function waitsForConsumer(client: KubeClient, claim: PersistentVolumeClaim): Promise<boolean> {
  if (claim.metadata.annotations?.[selectedNode] !== undefined) return false;
  const storageClass = await client.get(storageClasses, claim.spec?.storageClassName ?? '-');
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}

async function provision(
  { client, persistentDirectory }: VolumeBinderOptions,
  claim: PersistentVolumeClaim,
): Promise<void> {
  const { name, namespace, uid = '', resourceVersion } = claim.metadata;
  const volumeName = `pvc-${uid}`;
  const path = join(persistentDirectory, volumeName);
  await mkdir(path, { recursive: true });
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName, annotations: { [provisionedBy]: provisioner } },
    spec: {
      accessModes: claim.spec?.accessModes ?? [],
      capacity: { storage: requestOf(claim) },
      storageClassName: claim.spec?.storageClassName ?? '',
      persistentVolumeReclaimPolicy: 'Delete' as const,
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion },
      hostPath: { path },
    },
  };
  await client.create(persistentVolumes, volume as unknown as PersistentVolume).catch((error: unknown) => {
    if (!isAlreadyExists(error)) throw error;
  });
}

/** The API server has already refused what the class does not allow: growth of a `fixed` claim, and shrinking. */
async function expand(client: KubeClient, claim: PersistentVolumeClaim): Promise<void> {
  const capacity = claim.status?.capacity?.storage;
  const storage = requestOf(claim);
  if (claim.status?.phase !== 'Bound' || capacity === undefined || capacity === storage) return;
  const { name, namespace = '' } = claim.metadata;
  const volume = { name: claim.spec?.volumeName ?? '' };
  await client.patch(persistentVolumes, volume, { type: 'merge', body: { spec: { capacity: { storage } } } });
  const body = { status: { capacity: { storage } } };
  await client.patch(persistentVolumeClaims, { name, namespace }, { type: 'merge', body }, { subresource: 'status' });
}

async function reclaim(order: VolumeBinderOptions, volume: PersistentVolume | undefined): Promise<void> {
  if (volume?.metadata.annotations?.[provisionedBy] !== provisioner) return;
  if (volume.status?.phase !== 'Released' || volume.spec?.persistentVolumeReclaimPolicy !== 'Delete') return;
  const { name, uid } = volume.metadata;
  await rm(join(order.persistentDirectory, name), { recursive: true, force: true });
  await order.client.delete(persistentVolumes, { name }, uid === undefined ? {} : { uid });
}

function requestOf(claim: PersistentVolumeClaim): string {
  return claim.spec?.resources?.requests?.storage ?? '1Gi';
}
