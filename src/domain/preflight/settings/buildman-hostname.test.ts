import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { buildmanHostname } from './buildman-hostname.ts';

test.each<RuleCase>([
  ['none', {}, []],
  ['text', { config: { BUILDMAN_HOSTNAME: 'build.example.com' } }, []],
  ['a number', { config: { BUILDMAN_HOSTNAME: 1.5 } }, ['data[config.yaml]: BUILDMAN_HOSTNAME']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(buildmanHostname, change)).toEqual(fields);
});
