import type { KubeClient } from '../../src/service/kube/client.ts';
import type { CertificateAuthority } from './certificates.ts';
import type { ClusterStores } from './cluster-stores.ts';
import type { ServiceEndpoints } from './service-endpoints.ts';
import { startVolumeBinder } from './volume-binder.ts';

export interface ClusterServicesOrder {
  readonly client: KubeClient;
  readonly stores: ClusterStores;
  readonly endpoints: ServiceEndpoints;
  readonly authority: CertificateAuthority;
  readonly persistentDirectory: string;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** What a cluster has beside nodes and controllers, and OpenShift beside that. */
export async function startClusterServices(order: ClusterServicesOrder): Promise<{ router: string; stop(): void }> {
  await startVolumeBinder(order);
  return { router: '', stop: () => undefined };
}
