import { configMaps } from '../../../src/k8s/resource.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { Identity } from '../containers/identity.ts';
import type { ImageSources } from '../containers/images.ts';

/** What all pods of the node share. */
export interface PodHost {
  readonly client: KubeClient;
  readonly nodeName: string;
  /** Of the API server, for the pods' KUBERNETES_SERVICE_HOST and _PORT. */
  readonly server: URL;
  readonly identity: Identity;
  readonly images: ImageSources;
  /** Where each pod has a directory. */
  readonly podsDirectory: string;
  readonly persistentDirectory: string;
  /** The second octet of the loopback network. */
  readonly network: number;
  /** The /etc/hosts of a namespace's pods. */
  readonly hostsFile: (namespace: string) => Promise<string>;
  readonly log: (message: string) => void;
}

/** The faults that a test wants from the Quay containers of a namespace, as JSON text. */
export async function faultsOf(client: KubeClient, namespace: string): Promise<string> {
  const faults = await client.get(configMaps, 'dev-faults', namespace);
  return JSON.stringify(faults?.data ?? {});
}
