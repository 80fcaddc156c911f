import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Container, Pod, ProjectedSource, Volume, VolumeMount } from '../../../src/k8s/pod.ts';
import { persistentVolumeClaims } from '../../../src/k8s/resource.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import { writeAtomically } from './atomic-directory.ts';
import type { PodFacts } from '../containers/downward-fields.ts';
import { type Identity, giveToContainers } from '../containers/identity.ts';
import { MissingReference, References } from '../containers/references.ts';
import type { Mount } from '../containers/sandbox.ts';
import { contentOf } from './volume-content.ts';

export interface VolumesOptions {
  readonly client: Pick<KubeClient, 'get' | 'request'>;
  readonly identity: Identity;
  /** Where the volume binder keeps a directory for each PersistentVolume. */
  readonly persistentDirectory: string;
  /** A directory of the pod alone. */
  readonly directory: string;
  readonly pod: Pod;
  readonly facts: PodFacts;
}

const defaultTokenSeconds = 3607;

/** The volumes of one pod as directories. */
export class PodVolumes {
  readonly references: References;
  /** After this time a ServiceAccount token has to be made anew; Infinity without one. */
  tokenSeconds = Infinity;
  readonly #order: VolumesOptions;
  readonly #directories = new Map<string, string>();
  readonly #written = new Map<string, string>();

  constructor(order: VolumesOptions) {
    this.#order = order;
    this.references = new References(order.client, order.pod.metadata.namespace ?? '');
  }

  /** Makes all volumes. Throws MissingReference for what is not there yet: try again when it may be. */
  async prepare(): Promise<void> {
    for (const volume of this.#order.pod.spec?.volumes ?? []) {
      this.#directories.set(volume.name, await this.#directoryOf(volume));
    }
  }

  /** Writes again what the node writes: Secrets, ConfigMaps and tokens, where they have changed. */
  async refresh(): Promise<void> {
    for (const volume of this.#order.pod.spec?.volumes ?? []) {
      const directory = this.#directories.get(volume.name);
      if (directory !== undefined) await this.#writeContent(volume, directory);
    }
  }

  /** What of the volumes a container sees, and where. */
  async mountsFor(container: Container): Promise<Mount[]> {
    const mounts = await Promise.all((container.volumeMounts ?? []).map((mount) => this.#mount(mount)));
    await makeMountPoints(mounts);
    return mounts;
  }

  async #directoryOf(volume: Volume): Promise<string> {
    const { persistentVolumeClaim } = volume;
    if (persistentVolumeClaim) return this.#claimDirectory(persistentVolumeClaim.claimName);
    const directory = join(this.#order.directory, 'volumes', volume.name);
    await mkdir(directory, { recursive: true });
    if (!(await this.#writeContent(volume, directory))) {
      await chmod(directory, 0o777);
      await giveToContainers(directory, this.#order.identity);
    }
    return directory;
  }

  async #claimDirectory(claimName: string): Promise<string> {
    const { client, pod, persistentDirectory } = this.#order;
    const claim = await client.get(persistentVolumeClaims, claimName, pod.metadata.namespace);
    const volumeName = claim?.spec?.volumeName;
    if (claim?.status?.phase !== 'Bound' || volumeName === undefined) {
      throw new MissingReference(`persistentvolumeclaim "${claimName}" is not bound`);
    }
    const directory = join(persistentDirectory, volumeName);
    await mkdir(directory, { recursive: true });
    await giveToContainers(directory, this.#order.identity);
    return directory;
  }

  async #writeContent(volume: Volume, directory: string): Promise<boolean> {
    const content = await contentOf(volume, {
      pod: this.#order.pod,
      facts: this.#order.facts,
      references: this.references,
      token: (source) => this.#token(source),
    });
    if (content === undefined) return false;
    const text = JSON.stringify([...content].map(([path, { data }]) => [path, data.toString('base64')]));
    if (this.#written.get(volume.name) === text) return true;
    await writeAtomically(directory, content, this.#order.identity);
    this.#written.set(volume.name, text);
    return true;
  }

  async #mount({ name, mountPath, subPath, readOnly }: VolumeMount): Promise<Mount> {
    const directory = this.#directories.get(name);
    if (directory === undefined) throw new Error(`volumeMount ${mountPath}: the pod has no volume ${name}`);
    const written = this.#written.has(name);
    const source = subPath ? await this.#subPath(directory, subPath, written) : directory;
    return { source, target: mountPath, readOnly: written || readOnly === true };
  }

  /** A part of a volume, made as a directory where it is missing; a link in it must not lead out of the volume. */
  async #subPath(directory: string, subPath: string, written: boolean): Promise<string> {
    const path = join(directory, subPath);
    const present = await nearestPresent(path);
    const [real, top] = await Promise.all([realpath(present), realpath(directory)]);
    if (real !== top && !real.startsWith(top + sep)) throw new Error(`subPath ${subPath} leads out of its volume`);
    if (present === path) return real;
    if (written) throw new MissingReference(`subPath ${subPath} is not in the volume`);
    await mkdir(path, { recursive: true });
    await giveToContainers(path, this.#order.identity);
    return path;
  }

  async #token(source: NonNullable<ProjectedSource['serviceAccountToken']>): Promise<string> {
    const { client, pod } = this.#order;
    const { namespace = '', name, uid } = pod.metadata;
    const seconds = source.expirationSeconds ?? defaultTokenSeconds;
    this.tokenSeconds = Math.min(this.tokenSeconds, seconds * 0.8);
    const account = pod.spec?.serviceAccountName ?? 'default';
    const answer = await client.request('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        expirationSeconds: seconds,
        ...(source.audience !== undefined && { audiences: [source.audience] }),
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
      },
    });
    return (answer as { status: { token: string } }).status.token;
  }
}

/** As container runtimes do: what is mounted inside a volume gets a directory there, also in one of the node's own. */
async function makeMountPoints(mounts: readonly Mount[]): Promise<void> {
  for (const { source, target } of mounts) {
    const inside = mounts.filter((mount) => mount.target.startsWith(`${target}/`));
    for (const mount of inside) await mkdir(join(source, mount.target.slice(target.length)), { recursive: true });
  }
}

async function nearestPresent(path: string): Promise<string> {
  const present = await stat(path).catch(() => undefined);
  return present ? path : nearestPresent(dirname(path));
}
