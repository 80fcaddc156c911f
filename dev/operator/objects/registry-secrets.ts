import { encodeBase64 } from '../../../src/domain/config/base64.ts';
import type { Secret } from '../../../src/k8s/secret.ts';
import { type ManagedKeys, clairCredentials, databaseCredentials, managedKeysName } from '../checks/managed-keys.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import { renderConfig } from '../render-config.ts';
import { hashedSecret } from './hashed-secret.ts';
import { metadataOf } from './object-metadata.ts';

export interface RegistrySecrets {
  readonly keys: Secret;
  readonly config: Secret;
  readonly tls: Secret;
  readonly extraCa: Secret;
  readonly database: Secret;
  readonly bootstrap: Secret;
  readonly proxy: Secret;
  readonly clair: Secret;
  readonly clairDatabase: Secret;
}

const caPrefix = 'extra_ca_cert_';

/** The database's start hook: Quay does not start without this extension. */
const createExtensions = `psql -v ON_ERROR_STOP=1 -d "$POSTGRESQL_DATABASE" -c 'CREATE EXTENSION IF NOT EXISTS pg_trgm'\n`;

export function registrySecrets(inputs: RegistryInputs, keys: ManagedKeys): RegistrySecrets {
  const { files, name } = inputs;
  const pick = (wanted: (file: string) => boolean): Record<string, string> =>
    Object.fromEntries(Object.entries(files).filter(([file]) => wanted(file)));
  const isTls = (file: string): boolean => file === 'ssl.cert' || file === 'ssl.key';
  const isCa = (file: string): boolean => file.startsWith(caPrefix);
  return {
    keys: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { ...metadataOf(inputs, ''), name: managedKeysName(name) },
      type: 'Opaque',
      data: encoded({ ...keys }),
    },
    config: hashedSecret(inputs, 'quay-config-secret', {
      ...pick((file) => !isTls(file) && !isCa(file) && !file.startsWith('clair-ssl.')),
      'config.yaml': encodeBase64(renderConfig(inputs, keys)),
    }),
    tls: hashedSecret(inputs, 'quay-config-tls', pick(isTls)),
    extraCa: hashedSecret(
      inputs,
      'extra-ca-certs',
      Object.fromEntries(Object.entries(pick(isCa)).map(([file, content]) => [file.slice(caPrefix.length), content])),
    ),
    database: hashedSecret(inputs, 'postgres-config-secret', encoded(databaseCredentials(keys))),
    bootstrap: hashedSecret(inputs, 'postgres-bootstrap', encoded({ 'create-extensions.sh': createExtensions })),
    proxy: hashedSecret(
      inputs,
      'quay-proxy-config',
      encoded({ HTTP_PROXY: '', HTTPS_PROXY: '', NO_PROXY: inputs.hostname }),
    ),
    clair: hashedSecret(inputs, 'clair-config-secret', encoded({ 'clair-db-host': `${name}-clair-postgres` })),
    clairDatabase: hashedSecret(inputs, 'clairpostgres-config-secret', encoded(clairCredentials(keys))),
  };
}

/** Those of the components that are managed, and those that every registry has. */
export function appliedSecrets({ managed }: RegistryInputs, secrets: RegistrySecrets): readonly Secret[] {
  const { keys, config, tls, extraCa, proxy, database, bootstrap, clair, clairDatabase } = secrets;
  return [
    ...[keys, config, tls, extraCa, proxy],
    ...(managed('postgres') ? [database, bootstrap] : []),
    ...(managed('clair') ? [clair] : []),
    ...(managed('clairpostgres') ? [clairDatabase] : []),
  ];
}

function encoded(data: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encodeBase64(value)]));
}
