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
    const object = configSecretObject(facts);
    return {
      object,
      field: 'data[ssl.cert]',
      message: `ssl.cert and ssl.key of ${object} are not a readable pair: ${error}. quay-operator would reject them`,
      remedy: replacePair(facts),
    };
  },
});
