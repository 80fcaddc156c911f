import { expect, test } from 'vitest';
import { type RuleCase, bundleOf, fieldsOf, findingsOf, prodFacts } from '../../fixtures/prod-registry.fixture.ts';
import { mirrorTlsVerify } from './mirror-tls-verify.ts';

test.each<RuleCase>([
  ['true', {}, []],
  ['false', { config: { REPO_MIRROR_TLS_VERIFY: false } }, ['data[config.yaml]: REPO_MIRROR_TLS_VERIFY']],
  [
    'false, and nothing is mirrored',
    {
      ecosystem: { spec: { quay: { enableRepoMirroring: false } } },
      remove: ['Deployment/prod-quay-repomirror'],
      config: { REPO_MIRROR_TLS_VERIFY: false },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(mirrorTlsVerify, change)).toEqual(fields);
});

test.each([
  [{}, 'quay.example.com'],
  [{ REPO_MIRROR_SERVER_HOSTNAME: 'prod-quay.quay-enterprise.svc' }, 'prod-quay.quay-enterprise.svc'],
])('speaks of the push to Quay itself, at the host that the mirror pods use: %o', (config, host) => {
  const [finding] = findingsOf(mirrorTlsVerify, { config: { ...config, REPO_MIRROR_TLS_VERIFY: false } });
  expect(finding?.message).toContain(`push to ${host} only if they trust the certificate`);
  expect(finding?.remedy).toContain(`certificate at ${host}`);
});

test('the remedy is true: the file that it names is a CA for the new pods', () => {
  const name = 'extra_ca_cert_registry.crt';
  const [finding] = findingsOf(mirrorTlsVerify, { config: { REPO_MIRROR_TLS_VERIFY: false } });
  expect(finding?.remedy).toContain(`--from-file=${name}`);
  const facts = prodFacts({ patch: { 'Secret/quay-enterprise-config-secret': { data: { [name]: 'Yw==' } } } });
  expect(bundleOf(facts).data).toHaveProperty([name]);
});
