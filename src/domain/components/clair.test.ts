import { expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { type Change, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { clair } from './clair.ts';
import { clairpostgres } from './clairpostgres.ts';

const off = { spec: { clair: { enabled: false } } };

test.each<[string, Change, boolean, readonly string[]]>([
  ['that is enabled', {}, true, ['FEATURE_SECURITY_SCANNER removed', 'SECURITY_SCANNER_ENDPOINT removed']],
  [
    'with its indexing interval',
    { config: { SECURITY_SCANNER_INDEXING_INTERVAL: 60 } },
    true,
    [
      'FEATURE_SECURITY_SCANNER removed',
      'SECURITY_SCANNER_ENDPOINT removed',
      'SECURITY_SCANNER_INDEXING_INTERVAL removed',
    ],
  ],
  ['of the hand-made old kind', { ecosystem: off }, false, ['FEATURE_SECURITY_SCANNER=false']],
  [
    'of the hand-made new kind',
    { ecosystem: off, config: { SECURITY_SCANNER_V4_ENDPOINT: 'http://clair' } },
    false,
    [],
  ],
  ['that is off', { ecosystem: off, config: { FEATURE_SECURITY_SCANNER: false } }, false, []],
  [
    'that nobody mentions',
    { ecosystem: { spec: { clair: null } }, config: { FEATURE_SECURITY_SCANNER: null } },
    false,
    [],
  ],
])('Clair %s', (_title, change, managed, changes) => {
  const facts = prodFacts(change);
  const decision = clair(facts, defaultChoices);
  expect(decision).toMatchObject({ kind: 'clair', managed });
  expect(clairpostgres(facts, defaultChoices)).toMatchObject({ kind: 'clairpostgres', managed, configChanges: [] });
  expect(
    decision.configChanges.map((one) =>
      one.action === 'set' ? `${one.key}=${String(one.value)}` : `${one.key} removed`,
    ),
  ).toEqual(changes);
});
