import { expect, test } from 'vitest';
import { defaultChoices } from '../../choices.ts';
import { clair } from '../../components/clair.ts';
import { type RuleCase, prodFacts, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { scannerStarts } from './scanner-starts.ts';

const off = { ecosystem: { spec: { clair: { enabled: false } } } };
const said = ['info Secret/quay-enterprise-config-secret data[config.yaml]: FEATURE_SECURITY_SCANNER'];

test.each<RuleCase>([
  ['both are on', {}, []],
  ['the scanner is off', { config: { FEATURE_SECURITY_SCANNER: false } }, said],
  ['the scanner is not named', { config: { FEATURE_SECURITY_SCANNER: null } }, said],
  ['Clair is off', { ...off, config: { FEATURE_SECURITY_SCANNER: false } }, []],
])('%s', (_title, change, expected) => {
  expect(saidOf(scannerStarts, change)).toEqual(expected);
});

test('the remedy is true', () => {
  expect(clair(prodFacts(off), defaultChoices).managed).toBe(false);
});
