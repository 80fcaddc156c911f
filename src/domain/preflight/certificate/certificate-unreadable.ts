import { hasOwnCertificate } from '../../components/tls.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';
import { replacePair } from './replace-pair.ts';

export const certificateUnreadable = defineRule({
  id: 'certificate-unreadable',
  severity: 'blocker',
  covers: ['H19'],
  look: (facts) => {
    const error = facts.certificate?.error;
    if (error === undefined || !hasOwnCertificate(facts)) return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[ssl.cert]',
      message: `with ssl.key is no pair that can be read: ${error}; the new operator would refuse it`,
      remedy: replacePair(facts),
    };
  },
});
