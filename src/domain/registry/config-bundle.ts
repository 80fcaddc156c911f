import type { Secret } from '../../k8s/secret.ts';
import type { ComponentDecision } from '../components/decision.ts';
import { encodeBase64 } from '../config/base64.ts';
import type { TransformedConfig } from '../config/transform-config.ts';
import { configFileAt } from '../ecosystem/database/database-encryption.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { bundleFileName } from './bundle-file-name.ts';

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
  const tlsManaged = decisions.some((decision) => decision.kind === 'tls' && decision.managed);
  const files: Record<string, string> = {};
  const own = Object.entries(facts.config.files);
  const mounted = facts.config.extraFiles.map(({ filename, content }) => [filename, content] as const);
  for (const [name, content] of [...own, ...mounted]) {
    const renamed = content === undefined ? undefined : bundleFileName(name, content, facts.config.files);
    const byRouter = tlsManaged && (name === 'ssl.cert' || name === 'ssl.key');
    if (content !== undefined && renamed !== undefined && !byRouter) files[renamed] = content;
  }
  const databaseStays = decisions.some((decision) => decision.kind === 'postgres' && !decision.managed);
  if (databaseStays) Object.assign(files, filesOfDatabase(facts));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: bundleName(facts.name), namespace: facts.namespace },
    type: 'Opaque',
    data: { ...files, 'config.yaml': encodeBase64(config.text) },
  };
}

/** Those that the connection to the database names stay where it names them. */
function filesOfDatabase({ database: { encryption } }: EcosystemFacts): Readonly<Record<string, string>> {
  const named = [encryption.rootCertificate, encryption.certificate, encryption.key];
  return Object.fromEntries(
    named.flatMap((file) => {
      const name = file && configFileAt(file.path);
      return name === undefined || file?.content === undefined ? [] : [[name, file.content]];
    }),
  );
}
