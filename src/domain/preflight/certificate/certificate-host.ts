import { hasOwnCertificate } from '../../components/tls.ts';
import { configString } from '../../config/config-document.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { coversHost } from './covers-host.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';
import { replacePair } from './replace-pair.ts';

export const certificateHost = defineRule({
  id: 'certificate-host',
  severity: 'blocker',
  covers: ['H19'],
  look: (facts) => {
    const { certificate } = facts;
    if (!certificate || certificate.error !== undefined || !hasOwnCertificate(facts)) return undefined;
    const names = certificate.subjectAltNames;
    const object = configSecretObject(facts);
    return hostsToCover(facts)
      .filter((host) => !coversHost(names, host))
      .map((host) => ({
        object,
        field: 'data[ssl.cert]',
        message:
          names.length === 0
            ? `ssl.cert of ${object} has no subject alternative names, so it is not valid for ${host}. A common name alone is ignored`
            : `ssl.cert of ${object} is valid for ${names.join(', ')}, but not for ${host}. quay-operator would reject it`,
        remedy: replacePair(facts),
      }));
  },
});

/** quay-operator checks both names, without their ports, whenever the bundle holds a pair. */
function hostsToCover({ config }: EcosystemFacts): readonly string[] {
  const builder = (config.document && configString(config.document, 'BUILDMAN_HOSTNAME')) ?? '';
  return [config.hostname, builder].map((host) => host.replace(/:\d+$/, '')).filter((host) => host !== '');
}
