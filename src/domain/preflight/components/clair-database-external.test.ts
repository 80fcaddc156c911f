import { expect, test } from 'vitest';
import { type RuleCase, prodFacts, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { clairpostgres } from '../../components/clairpostgres.ts';
import { defaultChoices } from '../../choices.ts';
import { clairDatabaseExternal } from './clair-database-external.ts';

const external = { ecosystem: { spec: { clair: { enabled: true, database: { server: 'pg.example.com' } } } } };

test.each<RuleCase>([
  ["the legacy operator's", {}, []],
  ['an external one', external, ['info QuayEcosystem/prod spec.clair.database.server']],
  [
    'an external one that is not used',
    { ecosystem: { spec: { clair: { enabled: false, database: { server: 'pg.example.com' } } } } },
    [],
  ],
])('%s', (_title, change, said) => {
  expect(saidOf(clairDatabaseExternal, change)).toEqual(said);
});

test('the new Clair gets a database that the operator manages, as it says', () => {
  expect(clairpostgres(prodFacts(external), defaultChoices).managed).toBe(true);
});
