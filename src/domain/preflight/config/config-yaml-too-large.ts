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
        `the files of the new registry come to ${total} bytes, of which ${largest?.bytes ?? 0} are in this one; a ` +
        `Secret holds ${secretBytes}, and quay-operator adds up to ${operatorBytes} of its own`,
      remedy: 'Take out what is not needed (comments, unused certificates and files), then ask again.',
    };
  },
});

/** config.yaml as it is counts where it cannot be transformed. */
function rawConfig({ config }: EcosystemFacts): Readonly<Record<string, string>> {
  const raw: unknown = config.secret?.data?.['config.yaml'];
  return config.document === undefined && typeof raw === 'string' ? { 'config.yaml': raw } : {};
}

function decodedBytes(base64: string): number {
  return Math.floor((base64.replace(/[=\s]/g, '').length * 3) / 4);
}
