import { describe, expect, test } from 'vitest';
import { type Change, prodFacts } from '../../fixtures/prod-registry.fixture.ts';

const withoutSize: Change = { ecosystem: { spec: { quay: { database: { volumeSize: null } } } } };
const emptyDir = { spec: { template: { spec: { volumes: [{ name: 'data', emptyDir: {} }] } } } };
const external = { DB_URI: 'postgresql://u:p@pg.example.com/quay' };
const gone = ['Deployment/prod-quay-postgresql', 'PersistentVolumeClaim/prod-quay-postgresql'];

describe('database', () => {
  test.each<[string, Change, string, string]>([
    ['all agree', {}, 'managed', 'managed'],
    ['only the volume says so', withoutSize, 'managed', 'ephemeral'],
    ['the volume is an emptyDir', { patch: { 'Deployment/prod-quay-postgresql': emptyDir } }, 'ephemeral', 'managed'],
    ['DB_URI leads elsewhere', { config: external }, 'external', 'managed'],
    ['only the QuayEcosystem is left', { remove: gone }, 'managed', 'managed'],
    ['nothing is left', { ...withoutSize, remove: gone }, 'ephemeral', 'ephemeral'],
    [
      'external by the QuayEcosystem, without DB_URI',
      { ecosystem: { spec: { quay: { database: { server: 'pg' } } } }, config: { DB_URI: null } },
      'external',
      'external',
    ],
  ])('%s: %#', (_title, change, kind, claimed) => {
    expect(prodFacts(change).database).toMatchObject({ kind, claimed });
  });

  test('takes size and class of the volume where the QuayEcosystem says nothing', () => {
    const { database } = prodFacts({
      ecosystem: { spec: { quay: { database: { volumeSize: '', storageClass: '' } } } },
    });
    expect(database).toMatchObject({ volumeSize: '20Gi', storageClass: 'gp2', volume: 'claim' });
  });

  test('finds the claim under the name that the Deployment mounts', () => {
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'mine' } }];
    const { database } = prodFacts({
      patch: { 'Deployment/prod-quay-postgresql': { spec: { template: { spec: { volumes } } } } },
    });
    expect(database.claim).toBeUndefined();
  });

  test('the default credentials have the name of the database', () => {
    const { database } = prodFacts({ ecosystem: { spec: { quay: { database: { credentialsSecretName: '' } } } } });
    expect(database.credentialsSecretName).toBe('prod-quay-postgresql');
  });
});
