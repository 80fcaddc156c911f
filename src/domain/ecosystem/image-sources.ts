import type { ImageMirrors } from '../../k8s/image-mirrors.ts';
import { type KubernetesObject, describeObject } from '../../k8s/object.ts';
import { imageContentSourcePolicies, imageDigestMirrorSets, imageTagMirrorSets } from '../../k8s/resource.ts';
import { type Snapshot, objectsOf } from '../snapshot.ts';
import { isMapping } from './check-fields.ts';

/** A mirror that a node asks for an image. */
export interface MirrorInUse {
  /** `ImageDigestMirrorSet NAME`. */
  readonly object: string;
  readonly field: string;
  readonly mirrors: readonly string[];
  /** The image's own registry is never asked. */
  readonly exclusive: boolean;
}

/** The mirrors that the cluster names for an image: by digest and by tag they are different ones. */
export function mirrorsOf(snapshot: Snapshot, image: string): readonly MirrorInUse[] {
  const byDigest = image.includes('@');
  const sets: readonly (readonly [KubernetesObject, string, unknown])[] = byDigest
    ? [
        ...objectsOf(snapshot, imageContentSourcePolicies).map(
          (set) => [set, 'repositoryDigestMirrors', set.spec?.repositoryDigestMirrors] as const,
        ),
        ...objectsOf(snapshot, imageDigestMirrorSets).map(
          (set) => [set, 'imageDigestMirrors', set.spec?.imageDigestMirrors] as const,
        ),
      ]
    : objectsOf(snapshot, imageTagMirrorSets).map(
        (set) => [set, 'imageTagMirrors', set.spec?.imageTagMirrors] as const,
      );
  return sets.flatMap(([set, field, entries]) =>
    mirrorEntries(entries)
      .filter(({ source }) => isBelow(source, image))
      .map(({ mirrors = [], mirrorSourcePolicy }) => ({
        object: describeObject(set),
        field: `spec.${field}`,
        mirrors,
        exclusive: mirrorSourcePolicy === 'NeverContactSource',
      })),
  );
}

/** The registry of an image reference or of a mirror, with its port; empty for those of Docker Hub that name none. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.toLowerCase().split('/');
  return (rest.length > 0 || /[.:]/.test(first)) && /[.:]|^localhost$/.test(first) ? first : '';
}

/** Whether a registry, port or not, is the host. */
export function isRegistryAt(host: string, image: string): boolean {
  const registry = registryOf(image);
  return host !== '' && (registry === host || registry.replace(/:\d+$/, '') === host);
}

function mirrorEntries(value: unknown): readonly ImageMirrors[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (!isMapping(entry) || typeof entry.source !== 'string') return [];
    const mirrors = Array.isArray(entry.mirrors) ? entry.mirrors.filter((one: unknown) => typeof one === 'string') : [];
    const exclusive = entry.mirrorSourcePolicy === 'NeverContactSource';
    return [{ source: entry.source, mirrors, ...(exclusive && { mirrorSourcePolicy: 'NeverContactSource' as const }) }];
  });
}

/** A source is a registry, a folder or a repository, or `*.example.com` for all registries below a domain. */
function isBelow(source: string, image: string): boolean {
  const repository = image.split('@')[0] ?? '';
  if (source.startsWith('*.')) return registryOf(image).endsWith(source.slice(1));
  return repository === source || [':', '/'].some((end) => repository.startsWith(`${source}${end}`));
}
