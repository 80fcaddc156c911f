import { hasOwnCertificate } from '../../components/tls.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';
import { replacePair } from './replace-pair.ts';

export const certificateSelfSigned = defineRule({
  id: 'certificate-self-signed',
  severity: 'warning',
  covers: ['H19', 'B16'],
  look: (facts) => {
    const { certificate, ecosystem } = facts;
    const quay = ecosystem?.spec?.quay;
    // Operators before 1.1 had the name of a person's own pair in another field.
    const own = quay?.externalAccess?.tls?.secretName ?? quay?.sslCertificatesSecretName ?? '';
    if (certificate?.selfSigned !== true || own !== '' || !hasOwnCertificate(facts)) return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[ssl.cert]',
      message:
        `was made by the legacy operator itself and is valid until ${certificate.notAfter ?? 'an unknown day'}; the new ` +
        'registry goes on with it, and no operator renews it',
      remedy: `${replacePair(facts)} Or acknowledge this, and renew it in the bundle of the new registry in time.`,
    };
  },
});
