import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { configSecretName } from '../../ecosystem/read-config.ts';

/** How to give the registry another certificate. */
export function replacePair({ namespace }: EcosystemFacts): string {
  return (
    'Set ssl.cert and ssl.key to a PEM pair with an unencrypted key for the host of the registry: ' +
    `oc set data secret/${configSecretName} -n ${namespace} --from-file=ssl.cert --from-file=ssl.key.`
  );
}
