import { configString } from '../config/config-document.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { ComponentRule, ConfigChange } from './decision.ts';
import { removeFields } from './remove-fields.ts';
import { hasOwnCertificate } from './tls.ts';

export const route: ComponentRule = (facts) => {
  const { type } = facts.access;
  if (type === 'Route') {
    return {
      kind: 'route',
      managed: true,
      reason: 'external access is a Route, which the new operator takes over under the same name',
      configChanges: removeFields(
        facts,
        ['PREFERRED_URL_SCHEME', 'EXTERNAL_TLS_TERMINATION'],
        'the operator writes it for the Route that it manages',
      ),
    };
  }
  return {
    kind: 'route',
    managed: false,
    reason: `external access is a ${type}, which keeps its address and is pointed at the new pods`,
    configChanges: schemeChanges(facts),
  };
};

/**
 * With route unmanaged the operator writes neither key (seen with 3.18), and Quay does not start with https, no
 * certificate and nobody else to end TLS. Whether people come by https is what config.yaml says, where it says so: who
 * put a proxy before the Service told Quay there, not in the QuayEcosystem.
 */
function schemeChanges(facts: EcosystemFacts): readonly ConfigChange[] {
  const own = hasOwnCertificate(facts);
  const scheme = own ? 'https' : (configuredScheme(facts) ?? (facts.access.termination === 'none' ? 'http' : 'https'));
  const reason = 'with an unmanaged route the operator leaves it to the configuration';
  return [
    { key: 'PREFERRED_URL_SCHEME', action: 'set', value: scheme, reason },
    { key: 'EXTERNAL_TLS_TERMINATION', action: 'set', value: scheme === 'https' && !own, reason },
  ];
}

function configuredScheme({ config }: EcosystemFacts): 'http' | 'https' | undefined {
  const scheme = config.document && configString(config.document, 'PREFERRED_URL_SCHEME');
  return scheme === 'http' || scheme === 'https' ? scheme : undefined;
}
