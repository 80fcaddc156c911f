import type { DownwardVolume, Pod, ProjectedSource, SecretVolume, Volume } from '../../../src/k8s/pod.ts';
import type { FileContent, VolumeContent } from './atomic-directory.ts';
import { type PodFacts, downwardField } from '../containers/downward-fields.ts';
import { MissingReference, type ReferenceKind, type References } from '../containers/references.ts';

export interface ContentSources {
  readonly pod: Pod;
  readonly facts: PodFacts;
  readonly references: References;
  /** A token of the pod's ServiceAccount, bound to the pod. */
  readonly token: (source: NonNullable<ProjectedSource['serviceAccountToken']>) => Promise<string>;
}

type Files = Map<string, FileContent>;

const defaultMode = 0o644;

/**
 * The files of a volume that the node writes; undefined for one whose content is not the node's (emptyDir, claim).
 * Throws MissingReference for what is neither there nor optional.
 */
export async function contentOf(volume: Volume, sources: ContentSources): Promise<VolumeContent | undefined> {
  const { secret, configMap, projected, downwardAPI } = volume;
  if (secret) return referenced('Secret', secret.secretName, secret, sources);
  if (configMap) return referenced('ConfigMap', configMap.name, configMap, sources);
  if (downwardAPI) return downward(downwardAPI, sources);
  if (projected === undefined) return undefined;
  const files: Files = new Map();
  for (const source of projected.sources ?? []) {
    for (const [path, file] of await projectedFiles(source, sources)) files.set(path, file);
  }
  return files;
}

async function projectedFiles(source: ProjectedSource, sources: ContentSources): Promise<Files> {
  const { secret, configMap, serviceAccountToken, downwardAPI } = source;
  if (secret) return referenced('Secret', secret.name, secret, sources);
  if (configMap) return referenced('ConfigMap', configMap.name, configMap, sources);
  if (downwardAPI) return downward(downwardAPI, sources);
  if (serviceAccountToken === undefined) return new Map();
  const token = await sources.token(serviceAccountToken);
  return new Map([[serviceAccountToken.path, { data: Buffer.from(token), mode: 0o600 }]]);
}

async function referenced(
  kind: ReferenceKind,
  name: string,
  volume: SecretVolume,
  { references }: ContentSources,
): Promise<Files> {
  const values = await references.read(kind, name, volume.optional);
  const mode = volume.defaultMode ?? defaultMode;
  const items = volume.items ?? [...(values?.keys() ?? [])].map((key) => ({ key, path: key }));
  const files: Files = new Map();
  for (const { key, path } of items) {
    const data = values?.get(key);
    if (data) files.set(path, { data, mode });
    else if (volume.optional !== true)
      throw new MissingReference(`references non-existent ${kind.toLowerCase()} key: ${key}`);
  }
  return files;
}

function downward(volume: DownwardVolume, { pod, facts }: ContentSources): Files {
  const files: Files = new Map();
  for (const { path, fieldRef } of volume.items ?? []) {
    const text = fieldRef ? downwardField(pod, facts, fieldRef.fieldPath) : '';
    files.set(path, { data: Buffer.from(text), mode: defaultMode });
  }
  return files;
}
