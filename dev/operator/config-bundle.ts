import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { encodeBase64 } from '../../src/domain/config/base64.ts';
import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import { quayRegistries, secrets } from '../../src/k8s/resource.ts';
import type { Secret } from '../../src/k8s/secret.ts';
import { Blocked } from './checks/blocked.ts';
import type { PassContext } from './passes/pass-context.ts';
import { baseConfig } from './render-config.ts';

/**
 * The Secret that the registry names. For one that names none the operator makes NAME-config-bundle-XXXXX, which is the
 * registry's, and writes the name into its spec: then the answer is undefined, and the next pass finds it.
 */
export async function bundleOf({ client, facts }: PassContext, registry: QuayRegistry): Promise<Secret | undefined> {
  const { namespace = '' } = registry.metadata;
  const name = registry.spec?.configBundleSecret ?? '';
  if (name !== '') {
    const found = await client.get(secrets, name, namespace);
    if (found === undefined) throw new Blocked('ConfigInvalid', facts.bundleMissing(name));
    return found;
  }
  const bundle = ownBundle(registry);
  await client.create(secrets, bundle, { fieldManager: 'quay-operator' });
  const spec = { ...registry.spec, configBundleSecret: bundle.metadata.name };
  await client.replace(quayRegistries, { ...registry, spec }, { fieldManager: 'quay-operator' });
  return undefined;
}

function ownBundle({ apiVersion, kind, metadata }: QuayRegistry): Secret {
  const { name, namespace = '', uid = '' } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `${name}-config-bundle-${randomBytes(4).toString('hex').slice(0, 5)}`,
      namespace,
      ownerReferences: [{ apiVersion, kind, name, uid }],
    },
    type: 'Opaque',
    data: { 'config.yaml': encodeBase64(stringify(baseConfig, { version: '1.1' })) },
  };
}
