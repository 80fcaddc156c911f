import type { ConfigMap } from '../../../src/k8s/configmap.ts';
import type { Secret } from '../../../src/k8s/secret.ts';
import { configMaps, secrets } from '../../../src/k8s/resource.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';

export type ReferenceKind = 'Secret' | 'ConfigMap';

/** What a pod refers to is not there (yet): it waits, with this text in its status. */
export class MissingReference extends Error {}

/** The values of a Secret or ConfigMap, decoded. */
export type Values = ReadonlyMap<string, Buffer>;

/** Reads the Secrets and ConfigMaps of one namespace, and remembers which of them were asked for. */
export class References {
  readonly #client: Pick<KubeClient, 'get'>;
  readonly #namespace: string;
  readonly #asked = new Set<string>();

  constructor(client: Pick<KubeClient, 'get'>, namespace: string) {
    this.#client = client;
    this.#namespace = namespace;
  }

  /** Whether a change of this object matters to whoever holds these references. */
  has(kind: ReferenceKind, name: string): boolean {
    return this.#asked.has(`${kind}/${name}`);
  }

  /** The values, or undefined when the object is missing and `optional`. Throws MissingReference when it is missing. */
  async read(kind: ReferenceKind, name: string, optional = false): Promise<Values | undefined> {
    this.#asked.add(`${kind}/${name}`);
    const values = kind === 'Secret' ? await this.#secret(name) : await this.#configMap(name);
    if (values === undefined && !optional) throw new MissingReference(`${kind.toLowerCase()} "${name}" not found`);
    return values;
  }

  async #secret(name: string): Promise<Values | undefined> {
    const secret: Secret | undefined = await this.#client.get(secrets, name, this.#namespace);
    return secret && decoded(secret.data, 'base64');
  }

  async #configMap(name: string): Promise<Values | undefined> {
    const configMap: ConfigMap | undefined = await this.#client.get(configMaps, name, this.#namespace);
    return configMap && new Map([...decoded(configMap.data, 'utf8'), ...decoded(configMap.binaryData, 'base64')]);
  }
}

function decoded(data: Readonly<Record<string, string>> | undefined, encoding: BufferEncoding): Map<string, Buffer> {
  return new Map(Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, encoding)]));
}
