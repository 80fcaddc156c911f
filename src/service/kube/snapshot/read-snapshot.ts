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
  /** Creates the access reviews of operators; never with shared or cached responses. */
  readonly reviewer: Pick<KubeClient, 'create'>;
  /** Uids of the objects that this product created, according to its journals. */
  readonly journaledUids?: readonly string[];
  /** Reads facts outside of the namespace: operators, storage classes, CRDs. Without it the client reads everything. */
  readonly clusterFacts?: SnapshotReader;
  /** Where to look for operators; everywhere by default. */
  readonly operators?: OperatorPlaces;
  /**
   * How to treat operators when access reviews are not permitted: the service ignores them (`distrust`, the default); the
   * command line, which only plans, trusts them.
   */
  readonly unverified?: 'distrust' | 'take-as-told';
  /** Resources that a dump contains in an unusable form. */
  readonly unread?: readonly UnreadResource[];
}

/** The other namespaces in which to look for Deployments of quay-operators. */
export interface OperatorPlaces {
  /** The reader may list the Deployments of all namespaces. */
  readonly everywhere: boolean;
  /** Namespaces in which every Deployment is checked, whatever its name and labels. */
  readonly namespaces: readonly string[];
}

type SnapshotReader = Pick<KubeClient, 'get' | 'list'>;

/**
 * Reads everything that the facts of one QuayEcosystem need, in parallel: a list for each kind, about two dozen requests.
 * Resources that the caller may not read, or that the cluster does not have, are in `unread`; server errors throw.
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

/** A snapshot of the objects in a dump. Kinds that every such namespace has, but not the dump, are in `unread`. */
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
      const remedy = `Add the output of this command to the dump: oc get ${resourceName(resource)} ${where} -o yaml.`;
      return { resource: resourceName(resource), reason: 'the dump contains none', remedy };
    });
  const accountReviews = { asked: false as const, reason: 'a dump has no API server to check them with' };
  const unusable = options.unread ?? [];
  const all = [...unusable, ...unread.filter(({ resource }) => !unusable.some((entry) => entry.resource === resource))];
  return snapshotWith({ objects: distinct(objects), unread: all, accountReviews }, target, now);
}

/**
 * The commands that write everything to one dump. `oc get a,b` would stop at the first kind that the cluster does not
 * have, so there is one command per kind; for a missing kind, oc prints a harmless error.
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
    // A user with rights in the namespace only can read the copies of ClusterServiceVersions that OLM creates there.
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

/** Deployments of operators, wherever the reader may list them; all of the ecosystem's own namespace is read anyway. */
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
  const reason = 'this installation has no namespaces of operators (operatorNamespaces in the values of its chart)';
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
    const denied = error instanceof ApiError && [401, 403].includes(error.code);
    return { objects: [], unread: [{ resource: resourceName(resource), reason, ...(denied && { denied }) }] };
  }
}

/** Why a resource is unread: forbidden, or a kind that the cluster does not have; undefined for temporary errors. */
function unreadReason(error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 404) return 'this cluster does not have the kind';
  return error.code === 401 || error.code === 403 ? error.message : undefined;
}

/** An operator's Deployment in the ecosystem's own namespace is in two lists; a dump may contain any object twice. */
function distinct(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const key = ({ apiVersion, kind, metadata }: KubernetesObject): string =>
    [apiVersion, kind, metadata.namespace, metadata.name].join(' ');
  return [...new Map(objects.map((object) => [key(object), object])).values()];
}

/** Several lists of one kind in other namespaces fail for the same reason, with a message that includes the query. */
function distinctReasons(unread: readonly UnreadResource[]): readonly UnreadResource[] {
  return unread.filter(
    ({ resource, elsewhere }, index) =>
      elsewhere !== true || unread.findIndex((one) => one.elsewhere === true && one.resource === resource) === index,
  );
}

function isOf(object: KubernetesObject, resource: SnapshotPart['resource']): boolean {
  return object.kind === resource.kind && object.apiVersion === apiVersionOf(resource);
}
