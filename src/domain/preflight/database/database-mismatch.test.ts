import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
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
  ...[
    ['postgresql', 'postgresql.quay-enterprise.svc.cluster.local:5432', []],
    ['postgresql.quay-enterprise.svc', 'postgresql', []],
    ['postgresql', 'postgresql.other.svc', ['spec.quay.database.server']],
    ['[fd00:10::5]:5432', '[fd00:10::5]', []],
    ['fd00:10:0::5', '[fd00:10::5]:5433', []],
    ['[fd00:10::5]:5432', '[fd00:10::5]:5433', ['spec.quay.database.server']],
  ].map(([server, host, fields]): RuleCase => [
    `${String(server)} and ${String(host)}`,
    {
      ecosystem: { spec: { quay: { database: { server } } } },
      config: { DB_URI: `postgresql://u:p@${String(host)}/quay` },
    },
    fields as readonly string[],
  ]),
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseMismatch, change)).toEqual(fields);
});
