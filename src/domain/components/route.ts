import { configString } from '../config/config-document.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { ComponentRule } from './decision.ts';
import type { ConfigChange } from '../config/config-change.ts';
import { removeFields } from './remove-fields.ts';
import { hasOwnCertificate } from './tls.ts';

export const route: ComponentRule = (facts) => {
  const { type } = facts.access;
  if (type === 'Route') {
    return {
      kind: 'route',
      managed: true,
      reason: 'External access is a Route, which quay-operator takes over under the same name',
      configChanges: removeFields(
        facts,
        ['PREFERRED_URL_SCHEME', 'EXTERNAL_TLS_TERMINATION'],
        'quay-operator writes this field for the Route that it manages',
      ),
    };
  }
  return {
    kind: 'route',
    managed: false,
    reason: `External access is of type ${type}, which keeps its address and is pointed at the new pods`,
    configChanges: schemeChanges(facts),
  };
};

/**
 * With route unmanaged, quay-operator writes neither key (observed with 3.18), and Quay does not start with https, no
 * certificate and nothing else that terminates TLS. Whether clients use https is read from config.yaml if it says so: a
 * proxy in front of the Service is configured there, not in the QuayEcosystem.
 */
function schemeChanges(facts: EcosystemFacts): readonly ConfigChange[] {
  const own = hasOwnCertificate(facts);
  const scheme = own ? 'https' : (configuredScheme(facts) ?? (facts.access.termination === 'none' ? 'http' : 'https'));
  const reason = 'quay-operator does not write this field if the route is unmanaged';
  return [
    { key: 'PREFERRED_URL_SCHEME', action: 'set', value: scheme, reason },
    { key: 'EXTERNAL_TLS_TERMINATION', action: 'set', value: scheme === 'https' && !own, reason },
  ];
}

function configuredScheme({ config }: EcosystemFacts): 'http' | 'https' | undefined {
  const scheme = config.document && configString(config.document, 'PREFERRED_URL_SCHEME');
  return scheme === 'http' || scheme === 'https' ? scheme : undefined;
}
