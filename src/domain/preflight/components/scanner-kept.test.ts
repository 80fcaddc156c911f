import { expect, test } from 'vitest';
import { defaultChoices } from '../../choices.ts';
import { clair } from '../../components/clair.ts';
import { type RuleCase, prodFacts, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { scannerKept } from './scanner-kept.ts';

const off = { ecosystem: { spec: { clair: { enabled: false } } } };
const preview = { ...off, config: { SECURITY_SCANNER_V4_ENDPOINT: 'http://clairv4' } };

test.each<RuleCase>([
  ['a Clair v2 of the operator', {}, []],
  ['none', off, []],
  [
    'a Clair v4 by hand',
    preview,
    ['info Secret/quay-enterprise-config-secret data[config.yaml]: SECURITY_SCANNER_V4_ENDPOINT'],
  ],
  ['a Clair v4 by hand beside an enabled one, which the operator replaces', { config: preview.config }, []],
])('%s', (_title, change, said) => {
  expect(saidOf(scannerKept, change)).toEqual(said);
});

test('it stays, as it says', () => {
  expect(clair(prodFacts(preview), defaultChoices)).toMatchObject({ managed: false, configChanges: [] });
});
