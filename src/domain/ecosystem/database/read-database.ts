import type { PersistentVolumeClaim } from '../../../k8s/persistentvolumeclaim.ts';
import type { Volume } from '../../../k8s/pod.ts';
import type { DatabaseSpec } from '../../../k8s/quayecosystem.ts';
import { deployments, persistentVolumeClaims, secrets, services } from '../../../k8s/resource.ts';
import { configString } from '../../config/config-document.ts';
import { type Snapshot, objectNamed } from '../../snapshot.ts';
import { readEncryption } from './database-encryption.ts';
import { isServiceHost, parseDatabaseUri } from './database-uri.ts';
import type { ConfigFacts, DatabaseFacts, DatabaseUri } from '../facts.ts';
import { volumeAt } from '../read-pod-template.ts';

/** The legacy operator's name for Deployment, Service, PVC and default credentials alike. */
export function legacyDatabaseName(name: string): string {
  return `${name}-quay-postgresql`;
}

export function readDatabase(snapshot: Snapshot, spec: DatabaseSpec, config: ConfigFacts): DatabaseFacts {
  const name = legacyDatabaseName(snapshot.name);
  const deployment = objectNamed(snapshot, deployments, name);
  const mounted = volumeAt(deployment?.spec?.template, '/var/lib/pgsql');
  const claim = objectNamed(snapshot, persistentVolumeClaims, claimName(mounted, name));
  const credentialsSecretName = firstText(spec.credentialsSecretName) ?? name;
  const uri = readUri(config);
  const claimed = claimedKind(spec);
  const volume = kindOf(mounted);
  return {
    kind: realKind({ snapshot, claimed, uri, volume, hasClaim: claim !== undefined }),
    claimed,
    volume,
    deployment,
    claim,
    service: objectNamed(snapshot, services, name),
    credentialsSecretName,
    credentialsSecret: objectNamed(snapshot, secrets, credentialsSecretName),
    uri,
    encryption: readEncryption(config, uri),
    volumeSize: firstText(spec.volumeSize, requestedSize(claim)),
    storageClass: firstText(claim?.spec?.storageClassName, spec.storageClass),
  };
}

function readUri({ document }: ConfigFacts): DatabaseUri | undefined {
  const text = document && configString(document, 'DB_URI');
  return text === undefined ? undefined : parseDatabaseUri(text);
}

function claimName(volume: Volume | undefined, usual: string): string {
  return firstText(volume?.persistentVolumeClaim?.claimName) ?? usual;
}

function requestedSize(claim: PersistentVolumeClaim | undefined): string | undefined {
  return claim?.spec?.resources?.requests?.storage;
}

function claimedKind(spec: DatabaseSpec): DatabaseFacts['claimed'] {
  if (firstText(spec.server) !== undefined) return 'external';
  return firstText(spec.volumeSize) === undefined ? 'ephemeral' : 'managed';
}

interface Evidence {
  readonly snapshot: Snapshot;
  readonly claimed: DatabaseFacts['claimed'];
  readonly uri: DatabaseUri | undefined;
  readonly volume: DatabaseFacts['volume'];
  readonly hasClaim: boolean;
}

/** Where the running registry reads and writes decides; the QuayEcosystem may never have been told. */
function realKind({ snapshot, claimed, uri, volume, hasClaim }: Evidence): DatabaseFacts['kind'] {
  const external = uri
    ? !isServiceHost(uri.host, legacyDatabaseName(snapshot.name), snapshot.namespace)
    : claimed === 'external';
  if (external) return 'external';
  if (volume !== undefined) return volume === 'emptyDir' ? 'ephemeral' : 'managed';
  return hasClaim || claimed === 'managed' ? 'managed' : 'ephemeral';
}

function kindOf(volume: Volume | undefined): DatabaseFacts['volume'] {
  if (volume === undefined) return undefined;
  if (volume.persistentVolumeClaim !== undefined) return 'claim';
  return volume.emptyDir === undefined ? 'other' : 'emptyDir';
}

/** The first of the values that is a text with something in it; dumps may hold anything. */
function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}
