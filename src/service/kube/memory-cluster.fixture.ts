import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject, ObjectMeta } from '../../k8s/object.ts';
import { type Resource, apiVersionOf, localSubjectAccessReviews } from '../../k8s/resource.ts';
import { ApiError } from './api-error.ts';
import type {
  DeleteOptions,
  KubeClient,
  LogOptions,
  PatchType,
  Selection,
  WatchEvent,
  WriteOptions,
} from './client.ts';
import { type Json, mergePatch } from './merge-patch.fixture.ts';
import { matches } from './selection.fixture.ts';

type Stored = KubernetesObject & { readonly status?: unknown; readonly stringData?: Record<string, string> };

interface Place {
  readonly name: string;
  readonly namespace?: string;
}

interface Call {
  readonly verb: string;
  readonly resource: Resource;
  readonly options: WriteOptions;
}

/** One write that was stored, as `patch Deployment quay-enterprise/prod-quay`. */
export type Write = string;

/** These have no `status` subresource: their status is written with the rest. */
const withoutStatus = new Set(['Secret', 'ConfigMap', 'ServiceAccount', 'Lease', 'Event']);
/** These have no generation. */
const ungraded = new Set(['Secret', 'ConfigMap', 'ServiceAccount', 'Service', 'Lease', 'Event', 'Pod']);

/**
 * An API server without controllers, admission and validation, for tests of single steps. What it promises of versions,
 * uids, finalizers, patches and selections is checked by the same tests as the real one (`client.cluster.test.ts`).
 */
export class MemoryCluster implements KubeClient {
  /** Answers of `request`, by `METHOD path`. */
  readonly answers = new Map<string, unknown>();
  /** Logs of Pods, by `namespace/name`. */
  readonly logs = new Map<string, string>();
  /** Everything that was stored by a write, in order. */
  readonly writes: Write[] = [];
  /** Called before each write is looked at: what it throws is the API server's answer. */
  beforeWrite: (verb: string, resource: Resource, name: string) => void = () => undefined;
  /** Whether an account may do what a LocalSubjectAccessReview asks for. */
  allows: (review: KubernetesObject) => boolean = () => true;
  readonly #objects = new Map<string, Stored>();
  readonly #listeners = new Set<(key: string, type: WatchEvent<Stored>['type'], object: Stored) => void>();
  #version = 1;

  /** Puts objects there as they are, status included, as if controllers had done their work. */
  seed<T extends KubernetesObject>(resource: Resource<T>, ...objects: readonly T[]): void {
    for (const object of objects) {
      const metadata = { uid: randomUUID(), creationTimestamp: seconds(), generation: 1, ...object.metadata };
      this.#store(resource, { ...structuredClone(object), metadata }, 'ADDED');
    }
  }

  /** What is stored under that name, whatever the test knows of its kind. */
  peek<T extends KubernetesObject>(resource: Resource<T>, { name, namespace }: Place): T | undefined {
    return this.#objects.get(keyOf(resource, name, namespace)) as T | undefined;
  }

  /** A change by somebody else: a controller, a person. It is not among `writes`. */
  edit<T extends KubernetesObject>(resource: Resource<T>, place: Place, change: Json): void {
    const found = this.#found(resource, place);
    this.#store(resource, mergePatch(found, change) as unknown as Stored, 'MODIFIED');
  }

  /** Somebody else's deletion, finalizers or not. */
  vanish(resource: Resource, { name, namespace }: Place): void {
    this.#objects.delete(keyOf(resource, name, namespace));
  }

  async get<T extends KubernetesObject>(
    resource: Resource<T>,
    name: string,
    namespace?: string,
  ): Promise<T | undefined> {
    await Promise.resolve();
    return structuredClone(this.#objects.get(keyOf(resource, name, namespace))) as T | undefined;
  }

  async list<T extends KubernetesObject>(resource: Resource<T>, selection: Selection = {}): Promise<T[]> {
    await Promise.resolve();
    const prefix = `${apiVersionOf(resource)}/${resource.plural}/`;
    return [...this.#objects]
      .filter(([key, object]) => key.startsWith(prefix) && matches(object, selection))
      .map(([, object]) => object)
      .sort((a, b) => keyOf(resource, a.metadata.name).localeCompare(keyOf(resource, b.metadata.name)))
      .map(({ apiVersion, kind, metadata, ...rest }) =>
        structuredClone({ apiVersion, kind, metadata, ...(selection.metadataOnly !== true && rest) }),
      ) as unknown as T[];
  }

  async create<T extends KubernetesObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): Promise<T> {
    await Promise.resolve();
    const { generateName, namespace } = object.metadata;
    const name = generateName === undefined ? object.metadata.name : `${generateName}${randomUUID().slice(0, 5)}`;
    this.beforeWrite('create', resource, name);
    if (resource.kind === localSubjectAccessReviews.kind)
      return { ...object, status: { allowed: this.allows(object) } };
    if (this.#objects.has(keyOf(resource, name, namespace))) {
      throw new ApiError(409, 'AlreadyExists', `${resource.plural} "${name}" already exists`);
    }
    const { status, ...rest } = structuredClone(object) as Stored;
    const metadata: ObjectMeta = {
      ...rest.metadata,
      name,
      uid: randomUUID(),
      creationTimestamp: seconds(),
      ...(!ungraded.has(resource.kind) && { generation: 1 }),
    };
    const kept = withoutStatus.has(resource.kind) && status !== undefined ? { ...rest, status } : rest;
    return this.#write({ verb: 'create', resource, options }, { ...kept, metadata }, 'ADDED') as unknown as T;
  }

  async replace<T extends KubernetesObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): Promise<T> {
    await Promise.resolve();
    this.beforeWrite('update', resource, object.metadata.name);
    const found = this.#found(resource, object.metadata);
    return this.#update({ verb: 'update', resource, options }, found, structuredClone(object)) as unknown as T;
  }

  async patch<T extends KubernetesObject>(
    resource: Resource<T>,
    target: Place,
    patch: { readonly type: PatchType; readonly body: unknown },
    options: WriteOptions = {},
  ): Promise<T> {
    await Promise.resolve();
    this.beforeWrite('patch', resource, target.name);
    const found = this.#found(resource, target);
    if (patch.type !== 'merge') throw new Error(`a ${patch.type} patch needs a real API server`);
    const patched = mergePatch(found, structuredClone(patch.body) as Json);
    return this.#update({ verb: 'patch', resource, options }, found, patched as unknown as Stored) as unknown as T;
  }

  apply(): never {
    throw new Error('server-side apply needs a real API server');
  }

  async delete(resource: Resource, target: Place, options: DeleteOptions = {}): Promise<boolean> {
    await Promise.resolve();
    this.beforeWrite('delete', resource, target.name);
    const key = keyOf(resource, target.name, target.namespace);
    const found = this.#objects.get(key);
    if (found === undefined) return false;
    const { uid, resourceVersion } = options;
    if (uid !== undefined && uid !== found.metadata.uid) throw conflict(resource, target.name);
    if (resourceVersion !== undefined && resourceVersion !== found.metadata.resourceVersion) {
      throw conflict(resource, target.name);
    }
    this.writes.push(`delete ${resource.kind} ${pathOf(target)}`);
    const extra = options.propagationPolicy === 'Foreground' ? ['foregroundDeletion'] : [];
    const finalizers = [...(found.metadata.finalizers ?? []), ...extra];
    if (finalizers.length === 0) this.#remove(key, found);
    else if (found.metadata.deletionTimestamp === undefined) {
      const metadata = { ...found.metadata, finalizers, deletionTimestamp: seconds() };
      this.#store(resource, { ...found, metadata }, 'MODIFIED');
    }
    return true;
  }

  async watch<T extends KubernetesObject>(
    resource: Resource<T>,
    selection: Selection,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const prefix = `${apiVersionOf(resource)}/${resource.plural}/`;
    const tell = (key: string, type: WatchEvent<Stored>['type'], object: Stored): void => {
      if (!key.startsWith(prefix) || !matches(object, selection)) return;
      onEvent({ type, object: structuredClone(object) as unknown as T });
    };
    for (const [key, object] of this.#objects) tell(key, 'ADDED', object);
    this.#listeners.add(tell);
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve, { once: true });
    });
    this.#listeners.delete(tell);
  }

  async log(
    { name, namespace }: { readonly name: string; readonly namespace: string },
    _options?: LogOptions,
  ): Promise<string> {
    await Promise.resolve();
    const text = this.logs.get(`${namespace}/${name}`);
    if (text === undefined) throw new ApiError(404, 'NotFound', `pods "${name}" not found`);
    return text;
  }

  async request(method: string, path: string): Promise<unknown> {
    await Promise.resolve();
    const answer = this.answers.get(`${method} ${path}`);
    if (answer === undefined) throw new ApiError(404, 'NotFound', `${method} ${path}: not found`);
    return structuredClone(answer);
  }

  #found(resource: Resource, { name, namespace }: Place): Stored {
    const found = this.#objects.get(keyOf(resource, name, namespace));
    if (found === undefined) throw new ApiError(404, 'NotFound', `${resource.plural} "${name}" not found`);
    return found;
  }

  #update(call: Call, found: Stored, wanted: Stored): Stored {
    const { resourceVersion, uid } = wanted.metadata;
    const another = uid !== undefined && uid !== found.metadata.uid;
    if (another && call.verb === 'patch') throw new ApiError(422, 'Invalid', 'metadata.uid: field is immutable');
    if (another || (resourceVersion !== undefined && resourceVersion !== found.metadata.resourceVersion)) {
      throw conflict(call.resource, found.metadata.name);
    }
    const updated = mergeParts(call, found, wanted);
    if (isDeepStrictEqual(updated, found)) return structuredClone(found);
    return this.#write(call, updated, 'MODIFIED');
  }

  #write({ verb, resource, options }: Call, object: Stored, type: 'ADDED' | 'MODIFIED'): Stored {
    if (options.dryRun === true) return structuredClone(object);
    const subresource = options.subresource === undefined ? '' : `/${options.subresource}`;
    this.writes.push(`${verb} ${resource.kind}${subresource} ${pathOf(object.metadata)}`);
    const { deletionTimestamp, finalizers = [], name, namespace } = object.metadata;
    if (deletionTimestamp !== undefined && finalizers.length === 0) {
      this.#remove(keyOf(resource, name, namespace), object);
      return structuredClone(object);
    }
    return structuredClone(this.#store(resource, object, type));
  }

  #store(resource: Resource, { stringData, ...object }: Stored, type: 'ADDED' | 'MODIFIED'): Stored {
    const encoded = Object.entries(stringData ?? {}).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
    const data = { ...(object as { data?: object }).data, ...(Object.fromEntries(encoded) as object) };
    const metadata = { ...object.metadata, resourceVersion: String((this.#version += 1)) };
    const stored = { ...object, ...(stringData !== undefined && { data }), metadata };
    const key = keyOf(resource, metadata.name, metadata.namespace);
    this.#objects.set(key, stored);
    for (const tell of this.#listeners) tell(key, type, stored);
    return stored;
  }

  #remove(key: string, object: Stored): void {
    this.#objects.delete(key);
    for (const tell of this.#listeners) tell(key, 'DELETED', object);
  }
}

/** What a write changes: the status by the subresource alone, and nothing else by it. */
function mergeParts({ resource, options }: Call, found: Stored, wanted: Stored): Stored {
  if (options.subresource === 'status') return { ...found, status: wanted.status };
  const status = withoutStatus.has(resource.kind) ? wanted.status : found.status;
  const { uid, creationTimestamp, deletionTimestamp, resourceVersion, generation } = found.metadata;
  const own = Object.entries({ uid, creationTimestamp, deletionTimestamp, resourceVersion, generation });
  const kept = Object.fromEntries(own.filter(([, value]) => value !== undefined)) as Partial<ObjectMeta>;
  const { status: _status, metadata, ...rest } = wanted;
  const changed = !isDeepStrictEqual(gradedPart(wanted), gradedPart(found));
  const graded = changed && generation !== undefined && { generation: generation + 1 };
  return { ...rest, ...(status !== undefined && { status }), metadata: { ...metadata, ...kept, ...graded } };
}

/** What counts a generation. Deployments count their annotations, too (kube-apiserver, registry/apps/deployment). */
function gradedPart({ metadata, status: _status, ...rest }: Stored): unknown {
  return { ...rest, ...(rest.kind === 'Deployment' && { annotations: metadata.annotations ?? {} }) };
}

function keyOf(resource: Resource, name: string, namespace = ''): string {
  return `${apiVersionOf(resource)}/${resource.plural}/${resource.namespaced ? namespace : ''}/${name}`;
}

function pathOf({ name, namespace }: Place): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function conflict(resource: Resource, name: string): ApiError {
  return new ApiError(409, 'Conflict', `${resource.plural} "${name}": the object has been modified`);
}

/** As the API server writes times: whole seconds. */
function seconds(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}
