import type { KubernetesObject } from '../../k8s/object.ts';
import { isSecret } from '../../k8s/secret.ts';
import { decodeBase64, encodeBase64 } from '../config/base64.ts';
import { hideInConfig } from './hide-config.ts';
import { hidden } from './shown-settings.ts';

/**
 * The object as it may be shown. Of a Secret all values are hidden but what `hideInConfig` leaves of config.yaml; of
 * anything else the values of environment variables, where people put passwords of proxies and storage.
 */
export function hideSecrets(object: KubernetesObject): KubernetesObject {
  if (!isSecret(object)) return withoutVariables(object) as KubernetesObject;
  const { data, stringData } = object;
  return {
    ...object,
    ...(data && { data: hideFiles(data, (value) => encodeBase64(hideInConfig(decodeBase64(value)))) }),
    ...(stringData && { stringData: hideFiles(stringData, hideInConfig) }),
  };
}

function hideFiles(
  files: Readonly<Record<string, string>>,
  ofConfig: (value: string) => string,
): Readonly<Record<string, string>> {
  const shown = Object.entries(files).map(([name, value]) => [name, name === 'config.yaml' ? ofConfig(value) : hidden]);
  return Object.fromEntries(shown) as Readonly<Record<string, string>>;
}

/** Lists called `env`, wherever a kind has them: a QuayRegistry in its overrides, a Pod in its containers. */
function withoutVariables(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutVariables);
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([name, value]: [string, unknown]) => [
    name,
    name === 'env' && Array.isArray(value) ? value.map(withoutValue) : withoutVariables(value),
  ]);
  return Object.fromEntries(entries) as unknown;
}

function withoutValue(variable: unknown): unknown {
  if (typeof variable !== 'object' || variable === null) return hidden;
  return 'value' in variable && variable.value !== '' ? { ...variable, value: hidden } : variable;
}
