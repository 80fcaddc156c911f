import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { databaseUnmanaged } from './database-unmanaged.ts';

test.each<RuleCase>([
  ['copied', {}, []],
  ['kept by choice', { choices: { database: 'unmanaged' } }, ['metadata.annotations[quay-migration/database]']],
  [
    'an external one is never copied',
    {
      ecosystem: { spec: { quay: { database: { server: 'pg.example.com' } } } },
      config: { DB_URI: 'postgresql://u:p@pg.example.com/quay' },
      choices: { database: 'unmanaged' },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseUnmanaged, change)).toEqual(fields);
});
