import { hasOwnCertificate } from '../../components/tls.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';
import { replacePair } from './replace-pair.ts';

export const certificateKey = defineRule({
  id: 'certificate-key',
  severity: 'blocker',
  covers: ['H19'],
  look: (facts) => {
    const { certificate } = facts;
    if (!certificate || certificate.error !== undefined || certificate.keyMatches) return undefined;
    if (!hasOwnCertificate(facts)) return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[ssl.key]',
      message: 'is not the key of the certificate in ssl.cert: the new operator would refuse the pair',
      remedy: replacePair(facts),
    };
  },
});
