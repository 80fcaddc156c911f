import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { configSecretName } from '../../ecosystem/read-config.ts';

/** How a person gives the registry another certificate. */
export function replacePair({ namespace }: EcosystemFacts): string {
  return (
    'Put in a pair (PEM, key not encrypted) for the host of the registry: ' +
    `oc set data secret/${configSecretName} -n ${namespace} --from-file=ssl.cert --from-file=ssl.key.`
  );
}
