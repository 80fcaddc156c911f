import type { Container, EnvVar, Pod } from '../../../src/k8s/pod.ts';
import { type PodFacts, downwardField } from './downward-fields.ts';
import { MissingReference, type ReferenceKind, type References, type Values } from './references.ts';

type Environment = Record<string, string>;

export interface EnvironmentOptions {
  readonly pod: Pod;
  readonly container: Container;
  readonly facts: PodFacts;
  readonly references: References;
  /** What the image and the node give: the pod's own values win. */
  readonly base: Readonly<Environment>;
}

/**
 * The environment of a container as a kubelet makes it: envFrom first, then env in its order, `$(NAME)` of what came
 * before replaced. Throws MissingReference for a Secret, ConfigMap or key that is neither there nor optional.
 */
export async function resolveEnvironment(order: EnvironmentOptions): Promise<Environment> {
  const environment: Environment = { ...order.base };
  for (const source of order.container.envFrom ?? []) {
    const values = await allOf(source, order.references);
    for (const [key, value] of values ?? []) environment[(source.prefix ?? '') + key] = value.toString('utf8');
  }
  for (const variable of order.container.env ?? []) {
    const value = await valueOf(variable, order, environment);
    if (value !== undefined) environment[variable.name] = value;
  }
  return environment;
}

async function allOf(
  { secretRef, configMapRef }: NonNullable<Container['envFrom']>[number],
  references: References,
): Promise<Values | undefined> {
  if (secretRef) return references.read('Secret', secretRef.name, secretRef.optional);
  if (configMapRef) return references.read('ConfigMap', configMapRef.name, configMapRef.optional);
  return undefined;
}

async function valueOf(
  variable: EnvVar,
  order: EnvironmentOptions,
  environment: Environment,
): Promise<string | undefined> {
  const { value = '', valueFrom } = variable;
  if (valueFrom === undefined) return expand(value, environment);
  const { secretKeyRef, configMapKeyRef, fieldRef } = valueFrom;
  if (secretKeyRef) return keyOf(order.references, 'Secret', secretKeyRef);
  if (configMapKeyRef) return keyOf(order.references, 'ConfigMap', configMapKeyRef);
  return fieldRef ? downwardField(order.pod, order.facts, fieldRef.fieldPath) : '';
}

async function keyOf(
  references: References,
  kind: ReferenceKind,
  reference: { readonly name: string; readonly key: string; readonly optional?: boolean },
): Promise<string | undefined> {
  const values: Values | undefined = await references.read(kind, reference.name, reference.optional);
  const value = values?.get(reference.key);
  if (value === undefined && reference.optional !== true) {
    throw new MissingReference(`couldn't find key ${reference.key} in ${kind} ${reference.name}`);
  }
  return value?.toString('utf8');
}

/** Replaces `$(NAME)` where NAME is known and leaves it where not; `$$` is a dollar sign. */
export function expand(text: string, environment: Readonly<Environment>): string {
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (match, name: string | undefined) => {
    if (name === undefined) return '$';
    return Object.hasOwn(environment, name) ? (environment[name] ?? match) : match;
  });
}
