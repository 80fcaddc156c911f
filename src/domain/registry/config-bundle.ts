import type { Secret } from '../../k8s/secret.ts';
import type { ComponentDecision } from '../components/decision.ts';
import { encodeBase64 } from '../config/base64.ts';
import type { TransformedConfig } from '../config/transform-config.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';

const oldPrefix = 'extra_ca_certs_';
const newPrefix = 'extra_ca_cert_';

/** Made by the legacy operator for its own Clair v2. */
const generatedForClair = 'extra_ca_certs_clair.crt';

/** Never `NAME-quay-config-secret*`: quay-operator 3.13 and newer deletes every Secret of that name. */
export function bundleName(name: string): string {
  return `${name}-quay-migration-bundle`;
}

/** The config bundle: the transformed config.yaml and every other file that the legacy pods saw. */
export function configBundle(
  facts: EcosystemFacts,
  decisions: readonly ComponentDecision[],
  config: TransformedConfig,
): Secret {
  const files: Record<string, string> = {};
  for (const [name, content] of Object.entries(facts.config.files)) {
    const renamed = fileName(name, content, decisions);
    if (renamed !== undefined) files[renamed] = content;
  }
  for (const { filename, content } of facts.config.extraFiles) {
    if (content !== undefined) files[filename] = content;
  }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: bundleName(facts.name), namespace: facts.namespace },
    type: 'Opaque',
    data: { ...files, 'config.yaml': encodeBase64(config.text) },
  };
}

/**
 * What a file of the config Secret is called in the bundle; undefined when it does not belong there. CA files with the
 * legacy prefix would reach Quay's pods but not Clair's.
 */
function fileName(name: string, content: string, decisions: readonly ComponentDecision[]): string | undefined {
  const tlsManaged = decisions.some((decision) => decision.kind === 'tls' && decision.managed);
  if (name === 'ssl.cert' || name === 'ssl.key') return tlsManaged ? undefined : name;
  if (!name.startsWith(oldPrefix)) return name;
  const rest = name.slice(oldPrefix.length);
  if (name === generatedForClair || content === '' || rest === '') return undefined;
  return newPrefix + rest;
}
