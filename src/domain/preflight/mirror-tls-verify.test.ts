import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../ecosystem/prod-registry.fixture.ts';
import { mirrorTlsVerify } from './mirror-tls-verify.ts';

test.each<RuleCase>([
  ['true', {}, []],
  ['false', { config: { REPO_MIRROR_TLS_VERIFY: false } }, ['data[config.yaml]: REPO_MIRROR_TLS_VERIFY']],
  [
    'false, and nothing is mirrored',
    {
      ecosystem: { spec: { quay: { enableRepoMirroring: false } } },
      config: { REPO_MIRROR_TLS_VERIFY: false },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(mirrorTlsVerify, change)).toEqual(fields);
});
