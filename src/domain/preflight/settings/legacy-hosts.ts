import type { Service } from '../../../k8s/service.ts';
import { services } from '../../../k8s/resource.ts';
import type { Choices } from '../../choices.ts';
import { isMapping } from '../../ecosystem/check-fields.ts';
import { isServiceHost } from '../../ecosystem/database/database-uri.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { legacyDatabaseName } from '../../ecosystem/database/read-database.ts';
import { objectsOf } from '../../snapshot.ts';

export interface NamedService {
  /** `BUILD_MANAGER.1.ORCHESTRATOR.REDIS_HOST` */
  readonly path: string;
  readonly service: string;
}

const suffixes = ['redis', 'clair', 'clair-postgresql', 'quay', 'quay-config', 'quay-postgresql'];

/**
 * The Services of the old registry that lead nowhere afterwards: all of the legacy operator's except those that are
 * kept. Their names are included even if they no longer exist.
 */
export function leavingServices(
  { name, namespace, snapshot, ecosystem, access, database }: EcosystemFacts,
  choices: Choices,
): readonly string[] {
  const { uid } = ecosystem?.metadata ?? {};
  const owned = ({ metadata }: Service): boolean =>
    metadata.namespace === namespace &&
    uid !== undefined &&
    metadata.ownerReferences?.some((owner) => owner.uid === uid) === true;
  const kept = [
    ...(access.service ? [`${name}-quay`] : []),
    // If the database is not copied, DB_URI keeps naming it, and other findings report the consequences.
    ...(database.kind === 'managed' && choices.database === 'copy' ? [] : [legacyDatabaseName(name)]),
  ];
  const known = objectsOf(snapshot, services)
    .filter(owned)
    .map(({ metadata }) => metadata.name);
  return [...new Set([...suffixes.map((suffix) => `${name}-${suffix}`), ...known])].filter(
    (service) => !kept.includes(service),
  );
}

/** Every text in a configuration that holds the host name of one of the Services, by any of its names. */
export function namedServices(
  value: unknown,
  { namespace, leaving }: { readonly namespace: string; readonly leaving: readonly string[] },
  path = '',
): readonly NamedService[] {
  const deeper = (part: unknown, key: string): readonly NamedService[] =>
    namedServices(part, { namespace, leaving }, path === '' ? key : `${path}.${key}`);
  if (Array.isArray(value)) return value.flatMap((part, index) => deeper(part, String(index)));
  if (isMapping(value)) return Object.entries(value).flatMap(([key, part]) => deeper(part, key));
  if (typeof value !== 'string') return [];
  const hosts = hostsIn(value);
  return leaving
    .filter((service) => hosts.some((host) => isServiceHost(host, service, namespace)))
    .map((service) => ({ path, service }));
}

/** `host`, `host:port`, and those of addresses (`redis://:pw@host:6379/0`), also where several stand in one text. */
function hostsIn(text: string): readonly string[] {
  return text.split(/[\s,;/@]+|:\/\//).map((part) => part.replace(/[?#].*$/, '').replace(/:\d*$/, ''));
}
