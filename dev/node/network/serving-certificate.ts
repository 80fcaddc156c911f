import type { Secret } from '../../../src/k8s/secret.ts';
import { secrets } from '../../../src/k8s/resource.ts';
import type { Service } from '../../../src/k8s/service.ts';
import { isAlreadyExists } from '../../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { CertificateAuthority } from './certificates.ts';
import type { ClusterStores } from '../cluster-stores.ts';
import { keyOf } from '../object-store.ts';
import { WorkQueue } from '../work-queue.ts';

export interface ServingCertificateOptions {
  readonly client: KubeClient;
  readonly stores: ClusterStores;
  readonly authority: CertificateAuthority;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

const wantsCertificate = 'service.beta.openshift.io/serving-cert-secret-name';
const originName = 'service.beta.openshift.io/originating-service-name';
const originUid = 'service.beta.openshift.io/originating-service-uid';

/** Simulates OpenShift's service CA: a TLS Secret for each Service that asks for one, made again when it is deleted. */
export function startServingCertificates({ client, stores, authority, signal, log }: ServingCertificateOptions): void {
  const provide = async (key: string) => {
    const service = stores.services.get(key);
    if (service) await provideFor(service, client, authority);
  };
  const report = (key: string, error: unknown) => {
    log(`serving certificate of Service ${key}: ${String(error)}`);
  };
  const queue = new WorkQueue(provide, report, signal);
  stores.services.onEvent(({ object }) => {
    if (object.metadata.annotations?.[wantsCertificate] !== undefined) queue.add(keyOf(object));
  });
  stores.secrets.onEvent(({ type, object: { metadata } }) => {
    const service = metadata.annotations?.[originName];
    if (type === 'DELETED' && service !== undefined) queue.add(`${metadata.namespace ?? ''}/${service}`);
  });
}

async function provideFor(service: Service, client: KubeClient, authority: CertificateAuthority): Promise<void> {
  const { namespace = '', annotations } = service.metadata;
  const name = annotations?.[wantsCertificate];
  if (name === undefined || (await client.get(secrets, name, namespace)) !== undefined) return;
  await client.create(secrets, await servingSecret(service, name, authority)).catch((error: unknown) => {
    if (!isAlreadyExists(error)) throw error;
  });
}

async function servingSecret(service: Service, secretName: string, authority: CertificateAuthority): Promise<Secret> {
  const { name, namespace = '', uid = '' } = service.metadata;
  const host = `${name}.${namespace}.svc`;
  const { certificate, key } = await authority.issue([host, `${host}.cluster.local`]);
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: secretName,
      namespace,
      annotations: { [originName]: name, [originUid]: uid },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name, uid }],
    },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(certificate + authority.certificate), 'tls.key': base64(key) },
  };
}
