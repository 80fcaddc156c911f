import { expect, test } from 'vitest';
import { type Change, bundleOf, fixtureSecret, prodFacts, routeEnds } from '../fixtures/prod-registry.fixture.ts';
import { bundleFileName } from './bundle-file-name.ts';

test.each([
  ['ldap.crt', 'ldap.crt'],
  ['ssl.cert', 'ssl.cert'],
  ['extra_ca_certs_corp.pem', 'extra_ca_cert_corp.pem'],
  ['extra_ca_cert_corp.pem', 'extra_ca_cert_corp.pem'],
  ['extra_ca_certs_clair.crt', undefined],
  ['extra_ca_certs_', undefined],
  ['old.config.yaml', 'old.config.yml'],
  ['old.config.yaml.bak', 'old.config.yml.bak'],
  ['clair-config.yaml', 'clair-config.yml'],
  ['my-config.yaml', 'my-config.yaml'],
])('%s', (name, renamed) => {
  expect(bundleFileName(name, 'QUFB', {})).toBe(renamed);
});

test('an empty CA does not belong there, another empty file does', () => {
  expect(bundleFileName('extra_ca_certs_a.pem', '', {})).toBeUndefined();
  expect(bundleFileName('ldap.crt', '', {})).toBe('ldap.crt');
});

test('a CA does not replace one that has its new name already', () => {
  const others = { 'extra_ca_cert_corp.pem': 'QUFB' };
  expect(bundleFileName('extra_ca_certs_corp.pem', 'QUFB', others)).toBe('extra_ca_cert_legacy-corp.pem');
});

test('files of configFiles follow the same rules, the pair that the router replaces included', () => {
  const change: Change = {
    ecosystem: {
      spec: {
        quay: {
          configFiles: [{ secretName: 'mine', type: 'config' }],
        },
      },
    },
    patch: routeEnds('edge'),
    add: [
      fixtureSecret('mine', {
        'ssl.cert': 'c',
        'ssl.key': 'k',
        'extra_ca_certs_mine.pem': 'ca',
        'x.config.yaml': 'SECRET_KEY: stolen',
        'config.yaml': 'SECRET_KEY: stolen',
      }),
    ],
  };
  const { data = {} } = bundleOf(prodFacts(change));
  expect(Object.keys(data).sort()).toEqual([
    'config.yaml',
    'extra_ca_cert_corp.pem',
    'extra_ca_cert_mine.pem',
    'extra_ca_cert_quay.crt',
    'x.config.yml',
  ]);
  expect(data['config.yaml']).toBe(bundleOf(prodFacts({ patch: routeEnds('edge') })).data?.['config.yaml']);
});
