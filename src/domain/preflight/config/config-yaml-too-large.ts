import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/** The API server's limit for the values of one Secret. */
const secretBytes = 1024 ** 2;

/** What quay-operator adds when it renders the bundle into a Secret of its own: its defaults and the generated values. */
const operatorBytes = 16 * 1024;

export const configYamlTooLarge = defineRule({
  id: 'config-yaml-too-large',
  severity: 'blocker',
  covers: [],
  look: (facts, _choices, bundle) => {
    const sizes = Object.entries({ ...bundle.data, ...rawConfig(facts) }).map(([key, base64]) => ({
      key,
      bytes: decodedBytes(base64),
    }));
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total + operatorBytes <= secretBytes) return undefined;
    const largest = sizes.sort((a, b) => b.bytes - a.bytes)[0];
    return {
      object: configSecretObject(facts),
      field: `data[${largest?.key ?? 'config.yaml'}]`,
      message:
        `The files of the new registry have ${total} bytes, ${largest?.bytes ?? 0} of them in ` +
        `${largest?.key ?? 'config.yaml'}. A Secret can hold ${secretBytes} bytes, and quay-operator adds up to ` +
        `${operatorBytes} bytes`,
      remedy: 'Remove what is not needed (comments, unused certificates and files), then request the migration again.',
    };
  },
});

/** A config.yaml that cannot be transformed is measured as it is. */
function rawConfig({ config }: EcosystemFacts): Readonly<Record<string, string>> {
  const raw: unknown = config.secret?.data?.['config.yaml'];
  return config.document === undefined && typeof raw === 'string' ? { 'config.yaml': raw } : {};
}

function decodedBytes(base64: string): number {
  return Math.floor((base64.replace(/[=\s]/g, '').length * 3) / 4);
}
