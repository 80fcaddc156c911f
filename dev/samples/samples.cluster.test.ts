import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { deployments, persistentVolumeClaims, quayEcosystems } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { databaseDigest, tableRows } from '../quay/database-digest.ts';
import { type SampleName, installSample } from './samples.ts';

const addressOf = (namespace: string, service: string) => testCluster().addressOf(namespace, service);

async function rowsOf(address: pg.ClientConfig): Promise<number> {
  const client = new pg.Client(address);
  await client.connect();
  const counts = await tableRows(client);
  await client.end();
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

describe('a sample', () => {
  const names: readonly SampleName[] = ['a', 'b', 'c', 'd', 'e', 'f'];

  test.each(names)(
    '(%s) runs, with its database filled, and stays as it is when it is installed again',
    async (name) => {
      const cluster = testCluster();
      const client = cluster.client('admin');
      const namespace = await cluster.createNamespace(`sample-${name}`);
      const options = { namespace, sample: name, rows: 1000, addressOf };
      const installed = await installSample(client, options);

      const ecosystem = await client.get(quayEcosystems, installed.name, namespace);
      expect(ecosystem?.status?.setupComplete).toBe(true);
      const running = await client.list(deployments, { namespace });
      expect(running.map(({ status, spec }) => status?.availableReplicas === spec?.replicas)).toEqual(
        running.map(() => true),
      );
      // The registry has run: it has written its key.
      expect(await rowsOf(installed.database())).toBeGreaterThan(1000);

      const claims = await client.list(persistentVolumeClaims, { namespace });
      const again = await installSample(client, options);
      expect(again.hostname).toBe(installed.hostname);
      expect((await client.list(persistentVolumeClaims, { namespace })).map(({ metadata }) => metadata.uid)).toEqual(
        claims.map(({ metadata }) => metadata.uid),
      );
      expect(await rowsOf(again.database())).toBeLessThan(1100);
    },
  );
});

test('two samples of one kind hold the same rows', async () => {
  const cluster = testCluster();
  const digests = [];
  for (const copy of ['one', 'two']) {
    const namespace = await cluster.createNamespace(`same-${copy}`);
    const options = { namespace, sample: 'f' as const, rows: 1000, addressOf };
    const installed = await installSample(cluster.client('admin'), options);
    const client = new pg.Client(installed.database());
    await client.connect();
    const { manifest, tag, user } = await databaseDigest(client);
    digests.push({ manifest, tag, user });
    await client.end();
  }
  expect(digests[1]).toEqual(digests[0]);
});
