import { createHash } from 'node:crypto';
import { decodeBase64 } from '../../src/domain/config/base64.ts';
import { type ComponentKind, type QuayRegistry, componentKinds } from '../../src/k8s/quayregistry.ts';
import { configMaps, secrets } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { parse } from 'yaml';
import { Blocked } from './blocked.ts';
import { type VersionFacts } from './version-facts.ts';

/** What one pass of the main loop works from. */
export interface RegistryInputs {
  readonly registry: QuayRegistry;
  readonly name: string;
  readonly namespace: string;
  readonly facts: VersionFacts;
  readonly managed: (kind: ComponentKind) => boolean;
  /** config.yaml of the bundle, as plain data; a key's integer stays one. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The other files of the bundle, base64. */
  readonly files: Readonly<Record<string, string>>;
  readonly hostname: string;
  /** Last eight digits of the SHA-256 of the CA bundles; empty while a ConfigMap is not there. */
  readonly caHashes: { readonly service: string; readonly trusted: string };
}

/** A CA ConfigMap without annotations: the real operator's process dies of it (`assignment to entry in nil map`). */
export class OperatorPanic extends Error {}

export async function readInputs(
  client: KubeClient,
  registry: QuayRegistry,
  facts: VersionFacts,
): Promise<RegistryInputs> {
  const { name, namespace = '' } = registry.metadata;
  const bundleName = registry.spec?.configBundleSecret ?? '';
  const bundle = bundleName === '' ? undefined : await client.get(secrets, bundleName, namespace);
  if (bundle === undefined) {
    throw new Blocked('ConfigInvalid', `unable to get \`configBundleSecret\`: secrets "${bundleName}" not found`);
  }
  const { 'config.yaml': text, ...files } = bundle.data ?? {};
  const config = parseConfig(text === undefined ? '' : decodeBase64(text));
  return {
    registry,
    name,
    namespace,
    facts,
    managed: (kind) => registry.spec?.components?.find((component) => component.kind === kind)?.managed ?? false,
    config,
    files,
    hostname:
      typeof config.SERVER_HOSTNAME === 'string' ? config.SERVER_HOSTNAME : `${name}-quay-${namespace}.apps.local`,
    caHashes: {
      service: await caHash(client, namespace, `${name}-cluster-service-ca`, 'service-ca.crt'),
      trusted: await caHash(client, namespace, `${name}-cluster-trusted-ca`, 'ca-bundle.crt'),
    },
  };
}

/** Everything of config.yaml is in doubt until it is a mapping with a hostname that is text. */
function parseConfig(text: string): Record<string, unknown> {
  const invalid = (why: string): Blocked =>
    new Blocked('ConfigInvalid', `unable to parse SERVER_HOSTNAME from config: unable to parse config.yaml: ${why}`);
  let config: unknown;
  try {
    config = parse(text, { version: '1.1' }) ?? {};
  } catch (error) {
    throw invalid(String(error).split('\n')[0] ?? '');
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw invalid('yaml: unmarshal errors: cannot unmarshal into map[string]interface {}');
  }
  const mapping = config as Record<string, unknown>;
  if ('SERVER_HOSTNAME' in mapping && typeof mapping.SERVER_HOSTNAME !== 'string') {
    throw new Blocked(
      'ConfigInvalid',
      'unable to parse SERVER_HOSTNAME from config: SERVER_HOSTNAME must be of type string',
    );
  }
  if ('BUILDMAN_HOSTNAME' in mapping && typeof mapping.BUILDMAN_HOSTNAME !== 'string') {
    throw new OperatorPanic('panic: interface conversion: float64, not string');
  }
  return mapping;
}

async function caHash(client: KubeClient, namespace: string, name: string, key: string): Promise<string> {
  const configMap = await client.get(configMaps, name, namespace);
  if (configMap === undefined) return '';
  if (configMap.metadata.annotations === undefined) {
    throw new OperatorPanic(`panic: assignment to entry in nil map (ConfigMap ${namespace}/${name})`);
  }
  return createHash('sha256')
    .update(configMap.data?.[key] ?? '')
    .digest('hex')
    .slice(-8);
}

/** The components that the registry lacks, in the operator's order, with the values that it takes for them. */
export function missingComponents(
  registry: QuayRegistry,
): { readonly kind: ComponentKind; readonly managed: boolean }[] {
  const present = new Set((registry.spec?.components ?? []).map((component) => component.kind));
  return componentKinds.filter((kind) => !present.has(kind)).map((kind) => ({ kind, managed: kind !== 'monitoring' }));
}
