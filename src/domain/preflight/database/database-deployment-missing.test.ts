import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { databaseDeploymentMissing } from './database-deployment-missing.ts';

test.each<RuleCase>([
  ['it runs', {}, []],
  ['it is not there', { remove: ['Deployment/prod-quay-postgresql'] }, ['metadata.name']],
  [
    'it is scaled to zero',
    { patch: { 'Deployment/prod-quay-postgresql': { spec: { replicas: 0 } } } },
    ['spec.replicas'],
  ],
  [
    'an external database needs none',
    {
      ecosystem: { spec: { quay: { database: { server: 'pg.example.com' } } } },
      config: { DB_URI: 'postgresql://u:p@pg.example.com/quay' },
      remove: ['Deployment/prod-quay-postgresql'],
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseDeploymentMissing, change)).toEqual(fields);
});
