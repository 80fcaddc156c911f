import type { PodTemplate, Volume } from '../../k8s/pod.ts';
import { isMapping } from './check-fields.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** The containers of a pod template; none where a hand-made dump has something else. */
export function containersOf(template: PodTemplate | undefined): readonly Mapping[] {
  return mappingsOf(specOf(template).containers);
}

/** Environment variables with a value of their own, of all containers together. */
export function environmentOf(template: PodTemplate | undefined): ReadonlyMap<string, string> {
  const variables = containersOf(template).flatMap((container) => mappingsOf(container.env));
  return new Map(
    variables.flatMap(({ name, value }) =>
      typeof name === 'string' && typeof value === 'string' && value !== '' ? [[name, value] as const] : [],
    ),
  );
}

/** Programs that the containers start, each by the first word of its command. */
export function commandsOf(template: PodTemplate | undefined): readonly string[] {
  return containersOf(template).flatMap(({ command }) => {
    const first: unknown = Array.isArray(command) ? command[0] : undefined;
    return typeof first === 'string' ? [first] : [];
  });
}

/** Names of the variables that hold the pod's own namespace. */
export function ownNamespaceVariables(template: PodTemplate | undefined): ReadonlySet<string> {
  const variables = containersOf(template).flatMap((container) => mappingsOf(container.env));
  const own = variables.filter(({ valueFrom }) => {
    const reference: unknown = isMapping(valueFrom) ? valueFrom.fieldRef : undefined;
    return isMapping(reference) && reference.fieldPath === 'metadata.namespace';
  });
  return new Set(own.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])));
}

/** The volume that is mounted at or below a path. */
export function volumeAt(template: PodTemplate | undefined, path: string): Volume | undefined {
  const mounts = containersOf(template).flatMap((container) => mappingsOf(container.volumeMounts));
  const mounted = mounts.find(({ mountPath }) => typeof mountPath === 'string' && mountPath.startsWith(path));
  const volume = mappingsOf(specOf(template).volumes).find(({ name }) => name === (mounted?.name ?? 'data'));
  return volume as Volume | undefined;
}

/** Names of the Secrets that a pod mounts, by themselves or among other sources. */
export function mountedSecrets(template: PodTemplate | undefined): readonly string[] {
  return mappingsOf(specOf(template).volumes).flatMap(({ secret, projected }) => {
    const sources = isMapping(projected) ? mappingsOf(projected.sources) : [];
    const names = [
      isMapping(secret) ? secret.secretName : undefined,
      ...sources.map((source) => (isMapping(source.secret) ? source.secret.name : undefined)),
    ];
    return names.filter((name) => typeof name === 'string');
  });
}

export function templateAnnotations(template: PodTemplate | undefined): Mapping {
  const annotations: unknown = template?.metadata?.annotations;
  return isMapping(annotations) ? annotations : {};
}

function specOf(template: PodTemplate | undefined): Mapping {
  const spec: unknown = template?.spec;
  return isMapping(spec) ? spec : {};
}

/** The mappings of a list, whose fields the caller checks. */
function mappingsOf(value: unknown): readonly Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}
