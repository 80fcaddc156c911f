import type { Snapshot, UnreadResource } from '../../domain/snapshot.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import { type Resource, apiVersionOf } from '../../k8s/resource.ts';
import { ApiError } from './api-error.ts';
import type { KubeClient } from './client.ts';
import { inspectCertificates } from './inspect-certificate.ts';
import { type SnapshotPart, resourceName, snapshotParts } from './snapshot-contents.ts';

export interface SnapshotTarget {
  readonly namespace: string;
  readonly name: string;
}

export interface SnapshotOptions {
  /** Uids of the objects that our journals say we created. */
  readonly journaledUids?: readonly string[];
  /** Reads what is not of the namespace: operators, storage classes, CRDs. Without it the one client reads all. */
  readonly clusterFacts?: SnapshotReader;
}

type SnapshotReader = Pick<KubeClient, 'get' | 'list'>;

/**
 * Reads what the facts of one QuayEcosystem need, in parallel: a list for each kind, about two dozen requests. What the
 * caller may not read, or what this cluster does not have, is in `unread`; an API server in trouble throws.
 */
export async function readSnapshot(
  client: SnapshotReader,
  target: SnapshotTarget,
  now: Date,
  options: SnapshotOptions = {},
): Promise<Snapshot> {
  const parts = await Promise.all(
    snapshotParts().map((part) =>
      readPart(part.scope === 'cluster' ? (options.clusterFacts ?? client) : client, target, part),
    ),
  );
  const objects = distinct(parts.flatMap((part) => part.objects));
  return snapshotWith({ objects, unread: parts.flatMap((part) => part.unread) }, target, now, options);
}

/** A snapshot of what a dump holds. Kinds that every such namespace has, and the dump has not, are `unread`. */
export function snapshotOf(
  objects: readonly KubernetesObject[],
  target: SnapshotTarget,
  now: Date,
  options: SnapshotOptions = {},
): Snapshot {
  const unread = snapshotParts()
    .filter(({ resource, expected }) => expected && !objects.some((object) => isOf(object, resource)))
    .map(({ resource }) => ({ resource: resourceName(resource), reason: 'the dump holds none' }));
  return snapshotWith({ objects: distinct(objects), unread }, target, now, options);
}

/**
 * The lines that put everything into one dump. `oc get a,b` would end at the first kind that a cluster does not have, so
 * it is one line for each; what is not there ends in a message of oc, which does no harm.
 */
export function collectionCommands(namespace: string, name: string): string[] {
  const file = `${name}-dump.yaml`;
  return snapshotParts().map((part) => {
    const { resource, names, labelSelector } = part;
    const where = part.scope === 'namespace' ? [`-n ${namespace}`] : resource.namespaced ? ['--all-namespaces'] : [];
    const which = [...(names ?? []), ...where, ...(labelSelector === undefined ? [] : [`-l ${labelSelector}`])];
    const command = ['oc get', resourceName(resource), ...which, ...(names ? ['--ignore-not-found'] : []), '-o yaml'];
    return `${command.join(' ')} >> ${file}; echo --- >> ${file}`;
  });
}

interface Contents {
  readonly objects: readonly KubernetesObject[];
  readonly unread: readonly UnreadResource[];
}

function snapshotWith(contents: Contents, target: SnapshotTarget, now: Date, options: SnapshotOptions): Snapshot {
  const inNamespace = contents.objects.filter((object) => object.metadata.namespace === target.namespace);
  return {
    ...contents,
    namespace: target.namespace,
    name: target.name,
    readAt: now.toISOString(),
    certificates: inspectCertificates(inNamespace),
    journaledUids: options.journaledUids ?? [],
  };
}

async function readPart(client: SnapshotReader, target: SnapshotTarget, part: SnapshotPart): Promise<Contents> {
  const where = part.scope === 'namespace' ? { namespace: target.namespace } : {};
  const { resource, labelSelector } = part;
  if (part.names === undefined) {
    const selection = { ...where, ...(labelSelector !== undefined && { labelSelector }) };
    const contents = await readable(resource, () => client.list(resource, selection));
    const denied = contents.unread[0];
    if (denied === undefined || part.scope === 'namespace' || !resource.namespaced) return contents;
    // Whoever may only see the namespace sees there the copies that OLM makes of an operator's ClusterServiceVersion.
    const near = await readable(resource, () => client.list(resource, { ...selection, namespace: target.namespace }));
    return near.unread.length > 0 ? near : { objects: near.objects, unread: [{ ...denied, elsewhere: true }] };
  }
  const reads = part.names.map((name) =>
    readable(resource, async () => {
      const found = await client.get(resource, name, where.namespace);
      return found === undefined ? [] : [found];
    }),
  );
  const contents = await Promise.all(reads);
  return { objects: contents.flatMap(({ objects }) => objects), unread: contents.flatMap(({ unread }) => unread) };
}

async function readable(resource: Resource, read: () => Promise<readonly KubernetesObject[]>): Promise<Contents> {
  try {
    return { objects: await read(), unread: [] };
  } catch (error) {
    const reason = unreadReason(error);
    if (reason === undefined) throw error;
    return { objects: [], unread: [{ resource: resourceName(resource), reason }] };
  }
}

/** Forbidden, and the kind that this cluster does not serve; undefined for what may be otherwise a second later. */
function unreadReason(error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 404) return 'this cluster does not have the kind';
  return error.code === 401 || error.code === 403 ? error.message : undefined;
}

/** An operator's Deployment in the ecosystem's own namespace comes in two lists; dumps may hold anything twice. */
function distinct(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const key = ({ apiVersion, kind, metadata }: KubernetesObject): string =>
    [apiVersion, kind, metadata.namespace, metadata.name].join(' ');
  return [...new Map(objects.map((object) => [key(object), object])).values()];
}

function isOf(object: KubernetesObject, resource: SnapshotPart['resource']): boolean {
  return object.kind === resource.kind && object.apiVersion === apiVersionOf(resource);
}
