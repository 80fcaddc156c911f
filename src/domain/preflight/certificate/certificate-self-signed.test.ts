import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { certificateSelfSigned } from './certificate-self-signed.ts';

test.each<RuleCase>([
  ['one of an authority', {}, []],
  [
    "the legacy operator's own",
    {
      ecosystem: { spec: { quay: { externalAccess: { tls: { secretName: null } } } } },
      certificate: { selfSigned: true },
    },
    ['data[ssl.cert]'],
  ],
  ['self-signed, but chosen by somebody', { certificate: { selfSigned: true } }, []],
  [
    "a person's own, as operators before 1.1 named it",
    {
      ecosystem: {
        spec: { quay: { externalAccess: { tls: { secretName: null } }, sslCertificatesSecretName: 'mine' } },
      },
      certificate: { selfSigned: true },
    },
    [],
  ],
  [
    'not carried over',
    {
      ecosystem: { spec: { quay: { externalAccess: { tls: { secretName: null } } } } },
      patch: routeEnds('edge'),
      certificate: { selfSigned: true },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(certificateSelfSigned, change)).toEqual(fields);
});
