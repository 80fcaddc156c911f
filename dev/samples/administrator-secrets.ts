import { secrets } from '../../src/k8s/resource.ts';
import type { CertificatePair } from './certificate.ts';
import { type Produced, produced, secretData } from './legacy-operator/produced.ts';
import type { Sample, Site } from './sample.ts';

export interface AdministratorFiles {
  readonly pair: CertificatePair;
  /** PEM of the authority in Secret corp-ca. */
  readonly corporateCa: string;
}

/** The Secrets that a person made and the QuayEcosystem names; nothing owns them. */
export function administratorSecrets(sample: Sample, site: Site, files: AdministratorFiles): readonly Produced[] {
  const { pair, corporateCa } = files;
  const { quay } = sample.spec(site);
  const named = new Set((quay.configFiles ?? []).map(({ secretName }) => secretName));
  const make = (name: string, type: string, texts: Readonly<Record<string, string>>): Produced =>
    produced(secrets, { name, namespace: site.namespace }, { type, data: secretData(texts) });
  const tls = { 'tls.crt': pair.certificate, 'tls.key': pair.key };
  const pull = { '.dockerconfigjson': JSON.stringify({ auths: { 'quay.io': { auth: 'cHVsbDpzZWNyZXQ=' } } }) };
  return [
    ...Object.entries(sample.secrets).map(([name, texts]) => make(name, 'Opaque', texts)),
    ...(sample.certificateSecret === undefined ? [] : [make(sample.certificateSecret, 'kubernetes.io/tls', tls)]),
    ...(quay.imagePullSecretName === undefined
      ? []
      : [make(quay.imagePullSecretName, 'kubernetes.io/dockerconfigjson', pull)]),
    ...(named.has('corp-ca') ? [make('corp-ca', 'Opaque', { 'corp.pem': corporateCa })] : []),
    ...(named.has('ldap-files') ? [make('ldap-files', 'Opaque', { 'ldap.crt': corporateCa })] : []),
  ];
}
