import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { scannerDropped } from './scanner-dropped.ts';

test.each<RuleCase>([
  ['Clair of the operator', {}, []],
  [
    'a Clair v2 set by hand',
    { ecosystem: { spec: { clair: { enabled: false } } } },
    ['data[config.yaml]: FEATURE_SECURITY_SCANNER'],
  ],
  [
    'a Clair v4 set by hand',
    { ecosystem: { spec: { clair: { enabled: false } } }, config: { SECURITY_SCANNER_V4_ENDPOINT: 'http://clair' } },
    [],
  ],
  ['none', { ecosystem: { spec: { clair: { enabled: false } } }, config: { FEATURE_SECURITY_SCANNER: false } }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(scannerDropped, change)).toEqual(fields);
});
