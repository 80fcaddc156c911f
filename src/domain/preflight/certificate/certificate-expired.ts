import { hasOwnCertificate } from '../../components/tls.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';
import { replacePair } from './replace-pair.ts';

export const certificateExpired = defineRule({
  id: 'certificate-expired',
  severity: 'blocker',
  covers: ['H19', 'B16'],
  look: (facts) => {
    const { notBefore, notAfter } = facts.certificate ?? {};
    if (notBefore === undefined || notAfter === undefined || !hasOwnCertificate(facts)) return undefined;
    const now = Date.parse(facts.snapshot.readAt);
    const early = now < Date.parse(notBefore);
    if (!early && now <= Date.parse(notAfter)) return undefined;
    const object = configSecretObject(facts);
    return {
      object,
      field: 'data[ssl.cert]',
      message:
        `ssl.cert of ${object} ${early ? `is not valid before ${notBefore}` : `expired on ${notAfter}`}. ` +
        'No client would trust the new registry, and its own checks would fail',
      remedy: replacePair(facts),
    };
  },
});
