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

/** quay-operator 3.18: with route unmanaged it writes neither key, so the bundle has to. */
function schemeChanges(facts: EcosystemFacts): readonly ConfigChange[] {
  const own = hasOwnCertificate(facts);
  const secure = own || facts.access.termination !== 'none';
  const reason = 'with an unmanaged route the operator leaves it to the configuration';
  return [
    { key: 'PREFERRED_URL_SCHEME', action: 'set', value: secure ? 'https' : 'http', reason },
    { key: 'EXTERNAL_TLS_TERMINATION', action: 'set', value: secure && !own, reason },
  ];
}
