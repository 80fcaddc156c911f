import type { Snapshot, UnreadResource } from '../../../domain/snapshot.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import { type Resource, apiVersionOf, deployments } from '../../../k8s/resource.ts';
import { ApiError } from '../api-error.ts';
import type { KubeClient } from '../client.ts';
import { reviewAccounts } from './review-accounts.ts';
import { inspectCertificates } from './inspect-certificate.ts';
import { type SnapshotPart, resourceName, snapshotParts } from './snapshot-contents.ts';

export interface SnapshotTarget {
  readonly namespace: string;
  readonly name: string;
}

export interface SnapshotOptions {
  /** Asks what operators may do in the namespace; never by shared or remembered answers. */
  readonly reviewer: Pick<KubeClient, 'create'>;
  /** Uids of the objects that our journals say we created. */
  readonly journaledUids?: readonly string[];
  /** Reads what is not of the namespace: operators, storage classes, CRDs. Without it the one client reads all. */
  readonly clusterFacts?: SnapshotReader;
  /** Where to look for operators; everywhere unless told. */
  readonly operators?: OperatorPlaces;
  /**
   * What becomes of operators when the API server may not be asked whether it vouches for them: the service counts none,
   * and a person who only plans takes them as told. `distrust` unless told.
   */
  readonly unverified?: 'distrust' | 'take-as-told';
  /** What a dump holds, but not so that it can be used. */
  readonly unread?: readonly UnreadResource[];
}

/** In which other namespaces Deployments of quay-operators are looked for. */
export interface OperatorPlaces {
  /** The reader may list the Deployments of all namespaces. */
  readonly everywhere: boolean;
  /** All Deployments of these are looked at, whatever they are called and whoever made them. */
  readonly namespaces: readonly string[];
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
  options: SnapshotOptions,
): Promise<Snapshot> {
  const forCluster = options.clusterFacts ?? client;
  const parts = await Promise.all([
    ...snapshotParts().map((part) =>
      part.scope === 'operators'
        ? readOperators(forCluster, part, options.operators)
        : readPart(part.scope === 'cluster' ? forCluster : client, target, part),
    ),
    ...(options.operators?.namespaces ?? []).map((namespace) =>
      readable(deployments, () => forCluster.list(deployments, { namespace })),
    ),
  ]);
  const contents = {
    objects: distinct(parts.flatMap((part) => part.objects)),
    unread: distinctReasons(parts.flatMap((part) => part.unread)),
  };
  const reviewed = await reviewAccounts(options.reviewer, { ...contents, ...target }, options.unverified ?? 'distrust');
  return snapshotWith({ ...contents, ...reviewed }, target, now, options);
}

/** A snapshot of what a dump holds. Kinds that every such namespace has, and the dump has not, are `unread`. */
export function snapshotOf(
  objects: readonly KubernetesObject[],
  target: SnapshotTarget,
  now: Date,
  options: Pick<SnapshotOptions, 'unread'> = {},
): Snapshot {
  const unread = snapshotParts()
    .filter(({ resource, expected }) => expected && !objects.some((object) => isOf(object, resource)))
    .map(({ resource, scope }) => {
      const where = scope === 'namespace' ? `-n ${target.namespace}` : '--all-namespaces';
      const remedy = `Add to the dump what this prints: oc get ${resourceName(resource)} ${where} -o yaml.`;
      return { resource: resourceName(resource), reason: 'the dump holds none', remedy };
    });
  const accountReviews = { asked: false as const, reason: 'a dump has no API server that could be asked' };
  const unusable = options.unread ?? [];
  const all = [...unusable, ...unread.filter(({ resource }) => !unusable.some((entry) => entry.resource === resource))];
  return snapshotWith({ objects: distinct(objects), unread: all, accountReviews }, target, now);
}

/**
 * The lines that put everything into one dump. `oc get a,b` would end at the first kind that a cluster does not have, so
 * it is one line for each; what is not there ends in a message of oc, which does no harm.
 */
export function collectionCommands(namespace: string, name: string): string[] {
  const file = `${name}-dump.yaml`;
  return snapshotParts().map((part) => {
    const { resource, names, labelSelector, fieldSelector } = part;
    const where = part.scope === 'namespace' ? [`-n ${namespace}`] : resource.namespaced ? ['--all-namespaces'] : [];
    const which = [
      ...(names ?? []),
      ...where,
      ...(labelSelector === undefined ? [] : [`-l ${labelSelector}`]),
      ...(fieldSelector === undefined ? [] : [`--field-selector ${fieldSelector}`]),
    ];
    const command = ['oc get', resourceName(resource), ...which, ...(names ? ['--ignore-not-found'] : []), '-o yaml'];
    return `${command.join(' ')} >> ${file}; echo --- >> ${file}`;
  });
}

interface Contents {
  readonly objects: readonly KubernetesObject[];
  readonly unread: readonly UnreadResource[];
}

function snapshotWith(
  contents: Contents & Pick<Snapshot, 'accountReviews'>,
  target: SnapshotTarget,
  now: Date,
  options: Pick<SnapshotOptions, 'journaledUids'> = {},
): Snapshot {
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
    const contents = await readable(resource, () => client.list(resource, selection), part.optional);
    const denied = contents.unread[0];
    if (part.optional && part.scope === 'namespace' && denied) return { objects: [], unread: [] };
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

/** Deployments of operators, wherever the reader may look; the ecosystem's own namespace is read as a whole anyway. */
async function readOperators(client: SnapshotReader, part: SnapshotPart, places?: OperatorPlaces): Promise<Contents> {
  if (places?.everywhere !== false) {
    const { resource, labelSelector, fieldSelector } = part;
    const selection = {
      ...(labelSelector !== undefined && { labelSelector }),
      ...(fieldSelector !== undefined && { fieldSelector }),
    };
    const { objects, unread } = await readable(resource, () => client.list(resource, selection));
    return { objects, unread: unread.map((denied) => ({ ...denied, elsewhere: true as const })) };
  }
  if (places.namespaces.length > 0) return { objects: [], unread: [] };
  const reason = 'this installation names no namespace of operators (operatorNamespaces in the values of its chart)';
  return { objects: [], unread: [{ resource: resourceName(part.resource), elsewhere: true, reason }] };
}

async function readable(
  resource: Resource,
  read: () => Promise<readonly KubernetesObject[]>,
  optional = false,
): Promise<Contents> {
  try {
    return { objects: await read(), unread: [] };
  } catch (error) {
    if (optional && error instanceof ApiError && error.code === 404) return { objects: [], unread: [] };
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

/** Several lists of one kind in other namespaces are refused for one reason, with the query in its words. */
function distinctReasons(unread: readonly UnreadResource[]): readonly UnreadResource[] {
  return unread.filter(
    ({ resource, elsewhere }, index) =>
      elsewhere !== true || unread.findIndex((one) => one.elsewhere === true && one.resource === resource) === index,
  );
}

function isOf(object: KubernetesObject, resource: SnapshotPart['resource']): boolean {
  return object.kind === resource.kind && object.apiVersion === apiVersionOf(resource);
}
