import { createHash } from 'node:crypto';
import type { Secret } from '../../../src/k8s/secret.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import { metadataOf } from './object-metadata.ts';

/** A Secret whose name ends in ten characters of its content's hash: equal content, equal name. Values are base64. */
export function hashedSecret(inputs: RegistryInputs, suffix: string, data: Readonly<Record<string, string>>): Secret {
  const hash = createHash('sha256')
    .update(JSON.stringify(Object.entries(data).sort()))
    .digest('hex')
    .slice(0, 10);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadataOf(inputs, `${suffix}-${hash}`),
    type: 'Opaque',
    data,
  };
}
