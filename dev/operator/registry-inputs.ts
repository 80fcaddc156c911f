import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { decodeBase64 } from '../../src/domain/config/base64.ts';
import type { ComponentKind, ComponentOverrides, QuayRegistry } from '../../src/k8s/quayregistry.ts';
import { configMaps, serviceMonitors } from '../../src/k8s/resource.ts';
import type { Secret } from '../../src/k8s/secret.ts';
import { isNotFound } from '../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { Blocked } from './checks/blocked.ts';
import type { OperatorFaults } from './faults.ts';
import type { PassContext } from './passes/pass-context.ts';
import { OperatorPanic } from './operator-panic.ts';
import type { VersionFacts } from './version-facts.ts';

/** What one pass of the main loop works from. */
export interface RegistryInputs {
  readonly registry: QuayRegistry;
  readonly name: string;
  readonly namespace: string;
  readonly facts: VersionFacts;
  readonly faults: OperatorFaults;
  readonly managed: (kind: ComponentKind) => boolean;
  readonly overrides: (kind: ComponentKind) => ComponentOverrides | undefined;
  /** config.yaml of the bundle, as plain data; a key's integer stays one. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The other files of the bundle, base64. */
  readonly files: Readonly<Record<string, string>>;
  readonly hostname: string;
  /** Last eight digits of the SHA-256 of the CA bundles; empty while a ConfigMap is not there. */
  readonly caHashes: { readonly service: string; readonly trusted: string };
  /** The cluster has the kinds of the monitoring stack. */
  readonly monitoringServed: boolean;
}

export async function readInputs(
  { client, facts, faults }: PassContext,
  registry: QuayRegistry,
  bundle: Secret,
): Promise<RegistryInputs> {
  const { name, namespace = '' } = registry.metadata;
  const { 'config.yaml': text, ...files } = bundle.data ?? {};
  const caHashes = {
    service: await caHash(client, { namespace, name: `${name}-cluster-service-ca` }, 'service-ca.crt'),
    trusted: await caHash(client, { namespace, name: `${name}-cluster-trusted-ca` }, 'ca-bundle.crt'),
  };
  const config = parseConfig(text === undefined ? '' : decodeBase64(text));
  const { SERVER_HOSTNAME: hostname = `${name}-quay-${namespace}.apps.local` } = config;
  const monitoringServed = await isServed(client, namespace);
  const rest = { caHashes, hostname, monitoringServed };
  return { name, namespace, facts, faults, config, files, ...rest, ...componentsOf(registry) };
}

/** As the operator finds out: it may not read CustomResourceDefinitions, so it lists one of the kinds. */
async function isServed(client: KubeClient, namespace: string): Promise<boolean> {
  try {
    await client.list(serviceMonitors, { namespace });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** What a registry says of its components. Quay itself is managed whatever it says. */
export function componentsOf(registry: QuayRegistry): Pick<RegistryInputs, 'registry' | 'managed' | 'overrides'> {
  const named = (kind: ComponentKind) => registry.spec?.components?.find((component) => component.kind === kind);
  return {
    registry,
    managed: (kind) => kind === 'quay' || (named(kind)?.managed ?? false),
    overrides: (kind) => named(kind)?.overrides,
  };
}

interface ReadConfig extends Readonly<Record<string, unknown>> {
  readonly SERVER_HOSTNAME?: string;
  readonly BUILDMAN_HOSTNAME?: string;
}

/** Everything of config.yaml is in doubt until it is a mapping with host names that are text. */
export function parseConfig(text: string): ReadConfig {
  const invalid = (why: string): Blocked =>
    new Blocked('ConfigInvalid', `unable to parse SERVER_HOSTNAME from config: ${why}`);
  let config: unknown;
  try {
    config = parse(text, { version: '1.1' }) ?? {};
  } catch (error) {
    throw invalid(`unable to parse config.yaml: ${String(error).split('\n')[0] ?? ''}`);
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw invalid('unable to parse config.yaml: yaml: unmarshal errors: cannot unmarshal into map[string]interface {}');
  }
  if ('SERVER_HOSTNAME' in config && typeof config.SERVER_HOSTNAME !== 'string') {
    throw invalid('SERVER_HOSTNAME must be of type string');
  }
  if ('BUILDMAN_HOSTNAME' in config && typeof config.BUILDMAN_HOSTNAME !== 'string') {
    throw new OperatorPanic('panic: interface conversion: interface {} is float64, not string');
  }
  return config as ReadConfig;
}

async function caHash(
  client: KubeClient,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  key: string,
): Promise<string> {
  const configMap = await client.get(configMaps, name, namespace);
  if (configMap === undefined) return '';
  if (configMap.metadata.annotations === undefined) {
    throw new OperatorPanic(`panic: assignment to entry in nil map (ConfigMap ${namespace}/${name})`);
  }
  return lastDigits(configMap.data?.[key] ?? '');
}

/** Last eight digits of a SHA-256: `7852b855` for an empty bundle. */
export function lastDigits(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(-8);
}
