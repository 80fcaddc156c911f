import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { certificateHost } from './certificate-host.ts';

test.each<RuleCase>([
  ['as it should be', {}, []],
  ['another host', { certificate: { subjectAltNames: ['registry.example.com'] } }, ['data[ssl.cert]']],
  ['a common name alone', { certificate: { subjectAltNames: [] } }, ['data[ssl.cert]']],
  ['a wildcard for its label', { certificate: { subjectAltNames: ['*.example.com'] } }, []],
  ['what cannot be read has a finding of its own', { certificate: { subjectAltNames: [], error: 'bad PEM' } }, []],
  [
    'a pair that the new registry will not carry',
    {
      patch: routeEnds('edge'),
      certificate: { subjectAltNames: ['registry.example.com'] },
    },
    [],
  ],
  ['the host of builds too', { config: { BUILDMAN_HOSTNAME: 'build.example.com:443' } }, ['data[ssl.cert]']],
  [
    'a port of the host does not count',
    {
      ecosystem: { spec: { quay: { externalAccess: { type: 'NodePort' } } } },
      config: { SERVER_HOSTNAME: 'quay.example.com:30443' },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(certificateHost, change)).toEqual(fields);
});
