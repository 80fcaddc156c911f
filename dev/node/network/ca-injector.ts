import type { ConfigMap } from '../../../src/k8s/configmap.ts';
import { configMaps } from '../../../src/k8s/resource.ts';
import { isConflict, isNotFound } from '../../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { ClusterStores } from '../cluster-stores.ts';
import { keyOf } from '../object-store.ts';
import { WorkQueue } from '../work-queue.ts';

export interface CaInjectorOptions {
  readonly client: KubeClient;
  readonly stores: ClusterStores;
  /** PEM. */
  readonly bundle: string;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/**
 * Simulates two parts of OpenShift that fill ConfigMaps with certificates: the service CA operator (by annotation) and the
 * network operator (by label). Both fill again what somebody has emptied.
 */
export function startCaInjector({ client, stores, bundle, signal, log }: CaInjectorOptions): void {
  const inject = async (key: string) => {
    const configMap = stores.configMaps.get(key);
    const data = configMap && injectedData(configMap, bundle);
    if (data) await write(client, configMap, data);
  };
  const report = (key: string, error: unknown) => {
    log(`CA bundle for ConfigMap ${key}: ${String(error)}`);
  };
  const queue = new WorkQueue(inject, report, signal);
  stores.configMaps.onEvent(({ object }) => {
    queue.add(keyOf(object));
  });
}

/** The data that a ConfigMap should have, or undefined when it has it or asks for nothing. */
export function injectedData(configMap: ConfigMap, bundle: string): Record<string, string> | undefined {
  const { annotations, labels } = configMap.metadata;
  let key: string;
  if (annotations?.['service.beta.openshift.io/inject-cabundle'] === 'true') key = 'service-ca.crt';
  else if (labels?.['config.openshift.io/inject-trusted-cabundle'] === 'true') key = 'ca-bundle.crt';
  else return undefined;
  return configMap.data?.[key] === bundle ? undefined : { [key]: bundle };
}

async function write(client: KubeClient, configMap: ConfigMap, data: Record<string, string>): Promise<void> {
  const { name, namespace = '', uid, resourceVersion } = configMap.metadata;
  const body = { metadata: { uid, resourceVersion }, data };
  try {
    await client.patch(configMaps, { name, namespace }, { type: 'merge', body }, { fieldManager: 'ca-injector' });
  } catch (error) {
    // Somebody was faster; that change brings us here again.
    if (!isConflict(error) && !isNotFound(error)) throw error;
  }
}
