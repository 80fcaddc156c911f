import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../ecosystem/prod-registry.fixture.ts';
import { databaseMismatch } from './database-mismatch.ts';

test.each<RuleCase>([
  ['both say the managed one', {}, []],
  [
    'DB_URI leads elsewhere',
    { config: { DB_URI: 'postgresql://u:p@pg.example.com/quay' } },
    ['spec.quay.database.server'],
  ],
  [
    'both say the external one',
    {
      ecosystem: { spec: { quay: { database: { server: 'pg.example.com' } } } },
      config: { DB_URI: 'postgresql://u:p@PG.example.com:5432/quay' },
    },
    [],
  ],
  [
    'the QuayEcosystem alone says external',
    { ecosystem: { spec: { quay: { database: { server: 'pg.example.com' } } } } },
    ['spec.quay.database.server'],
  ],
  [
    'the QuayEcosystem names another port',
    {
      ecosystem: { spec: { quay: { database: { server: 'pg.example.com:5433' } } } },
      config: { DB_URI: 'postgresql://u:p@pg.example.com/quay' },
    },
    ['spec.quay.database.server'],
  ],
  [
    'the long name of the Service',
    { config: { DB_URI: 'postgresql://u:p@prod-quay-postgresql.quay-enterprise.svc/quay' } },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseMismatch, change)).toEqual(fields);
});
