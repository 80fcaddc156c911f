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
    const object = configSecretObject(facts);
    return {
      object,
      field: 'data[ssl.key]',
      message: `ssl.key of ${object} does not match the certificate in ssl.cert. quay-operator would reject the pair`,
      remedy: replacePair(facts),
    };
  },
});
