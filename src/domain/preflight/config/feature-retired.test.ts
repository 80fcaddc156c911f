import { expect, test } from 'vitest';
import { retiredFields } from '../../config/retired-fields.ts';
import { type RuleCase, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { featureRetired } from './feature-retired.ts';

const said = (key: string): readonly string[] => [
  `warning Secret/quay-enterprise-config-secret data[config.yaml]: ${key}`,
];
const keys = ['FEATURE_APP_REGISTRY', 'FEATURE_BITTORRENT', 'FEATURE_ACI_CONVERSION', 'FEATURE_SIGNING'];

test.each<RuleCase>([
  ['none', {}, []],
  ...keys.flatMap((key): RuleCase[] => [
    [`${key} on`, { config: { [key]: true } }, said(key)],
    [`${key} off, as the configuration app writes it`, { config: { [key]: false } }, []],
  ]),
  ['no config.yaml', { config: '[' }, []],
])('%s', (_title, change, expected) => {
  expect(saidOf(featureRetired, change)).toEqual(expected);
});

test.each(keys)('%s is taken out of config.yaml', (key) => {
  expect(retiredFields.some(({ name }) => name.test(key))).toBe(true);
});
