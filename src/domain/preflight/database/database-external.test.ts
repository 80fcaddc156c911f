import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { databaseExternal } from './database-external.ts';

test.each<RuleCase>([
  ['managed', {}, []],
  [
    'MySQL, which has a blocker of its own',
    {
      ecosystem: { spec: { quay: { database: { server: 'db' } } } },
      config: { DB_URI: 'mysql+pymysql://u:p@db/quay' },
    },
    [],
  ],
  [
    'external',
    {
      ecosystem: { spec: { quay: { database: { server: 'pg.example.com' } } } },
      config: { DB_URI: 'postgresql://u:p@pg.example.com/quay' },
    },
    ['data[config.yaml]: DB_URI'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseExternal, change)).toEqual(fields);
});
