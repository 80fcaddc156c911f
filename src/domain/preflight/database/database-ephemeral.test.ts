import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { databaseEphemeral } from './database-ephemeral.ts';

test.each<RuleCase>([
  ['a volume', {}, []],
  [
    'an emptyDir',
    {
      patch: {
        'Deployment/prod-quay-postgresql': {
          spec: { template: { spec: { volumes: [{ name: 'data', emptyDir: {} }] } } },
        },
      },
    },
    ['spec.template.spec.volumes[data].emptyDir'],
  ],
  [
    'no size, no volume and no Deployment',
    {
      ecosystem: { spec: { quay: { database: { volumeSize: null } } } },
      remove: ['Deployment/prod-quay-postgresql', 'PersistentVolumeClaim/prod-quay-postgresql'],
    },
    ['spec.quay.database.volumeSize'],
  ],
  [
    'no size in the QuayEcosystem, but a volume',
    { ecosystem: { spec: { quay: { database: { volumeSize: null } } } } },
    [],
  ],
  ['an external database', { config: { DB_URI: 'postgresql://u:p@pg.example.com/quay' } }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseEphemeral, change)).toEqual(fields);
});
