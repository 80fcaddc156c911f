import { hasOwnCertificate } from '../../components/tls.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';
import { replacePair } from './replace-pair.ts';

const day = 24 * 60 * 60 * 1000;
const soon = 30 * day;

export const certificateExpiring = defineRule({
  id: 'certificate-expiring',
  severity: 'warning',
  covers: ['H19'],
  look: (facts) => {
    const notAfter = facts.certificate?.notAfter;
    if (notAfter === undefined || !hasOwnCertificate(facts)) return undefined;
    const left = Date.parse(notAfter) - Date.parse(facts.snapshot.readAt);
    if (left < 0 || left > soon) return undefined;
    const object = configSecretObject(facts);
    return {
      object,
      field: 'data[ssl.cert]',
      message: `ssl.cert of ${object} expires on ${notAfter}, in ${Math.floor(left / day)} days, and no operator renews it`,
      remedy: `${replacePair(facts)} Or acknowledge this warning, and renew the certificate in the config bundle of the new registry.`,
    };
  },
});
