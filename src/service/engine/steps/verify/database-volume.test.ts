import { describe, expect, it } from 'vitest';
import * as kinds from '../../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, target } from '../../attempt/attempt.fixture.ts';
import { databasePodPendingReason } from './database-volume.ts';
import { claim, operatorPod, postgresDeployment, postgresSpec } from './verify.fixture.ts';

const { namespace } = target;

function look({ attempt, plan }: AttemptUnderTest): Promise<string | undefined> {
  return databasePodPendingReason(attempt, plan);
}

describe("the operator's PostgreSQL", () => {
  it('is waited for until a pod of it is there that is not on its way out', async () => {
    const test = await attemptOf();
    expect(await look(test)).toMatch(/a pod of prod-quay-database/);
    test.cluster.seed(kinds.deployments, postgresDeployment(claim));
    expect(await look(test)).toMatch(/a pod of prod-quay-database/);
    const ending = operatorPod('ending', 'postgres', postgresSpec('elsewhere'));
    const metadata = { ...ending.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    test.cluster.seed(kinds.pods, { ...ending, metadata });
    expect(await look(test)).toMatch(/a pod of prod-quay-database/);
    test.cluster.seed(kinds.pods, operatorPod('database', 'postgres', postgresSpec(claim)));
    expect(await look(test)).toBeUndefined();
  });

  it('is not another pod, nor that of another registry', async () => {
    const test = await attemptOf();
    test.cluster.seed(
      kinds.pods,
      operatorPod('clair', 'clair-postgres', postgresSpec('elsewhere')),
      operatorPod('other', 'postgres', postgresSpec('elsewhere'), 'other'),
    );
    expect(await look(test)).toMatch(/a pod of prod-quay-database/);
  });

  it.each([
    ['another claim', 'prod-quay-postgres-16', /PersistentVolumeClaim prod-quay-postgres-16 instead of/],
    ['no claim', undefined, /mounts no PersistentVolumeClaim instead of prod-quay-postgres-13/],
  ])('must not mount %s, by its Deployment or by a pod', async (_what, claimName, message) => {
    const byDeployment = await attemptOf();
    byDeployment.cluster.seed(kinds.pods, operatorPod('database', 'postgres', postgresSpec(claim)));
    byDeployment.cluster.seed(kinds.deployments, postgresDeployment(claimName));
    await expect(look(byDeployment)).rejects.toThrow(message);
    await expect(look(byDeployment)).rejects.toThrow(/^Deployment quay-enterprise\/prod-quay-database mounts/);
    const byPod = await attemptOf();
    byPod.cluster.seed(
      kinds.pods,
      operatorPod('database', 'postgres', postgresSpec(claim)),
      operatorPod('second', 'postgres', postgresSpec(claimName)),
    );
    await expect(look(byPod)).rejects.toThrow(message);
    await expect(look(byPod)).rejects.toMatchObject({ remedy: expect.stringContaining(claim) as never });
  });

  it('names all claims that it mounts instead', async () => {
    const test = await attemptOf();
    const spec = postgresSpec('one');
    const [mount] = spec.containers?.[1]?.volumeMounts ?? [];
    const containers = [
      { name: 'postgres', image: 'i', volumeMounts: mount ? [mount, { ...mount, name: 'wal' }] : [] },
    ];
    const volumes = [...(spec.volumes ?? []), { name: 'wal', persistentVolumeClaim: { claimName: 'two' } }];
    test.cluster.seed(kinds.pods, operatorPod('database', 'postgres', { ...spec, containers, volumes }));
    await expect(look(test)).rejects.toThrow(/PersistentVolumeClaim one, two instead of/);
  });

  it('mounts nothing without a pod template', async () => {
    const test = await attemptOf();
    const { spec: _spec, ...deployment } = postgresDeployment(claim);
    test.cluster.seed(kinds.deployments, deployment);
    await expect(look(test)).rejects.toThrow(/no PersistentVolumeClaim/);
  });

  it('is no question where the database stays', async () => {
    const test = await attemptOf({ choices: { database: 'unmanaged' } });
    test.cluster.seed(kinds.deployments, {
      ...postgresDeployment('old'),
      metadata: { name: 'prod-quay-database', namespace },
    });
    expect(await look(test)).toBeUndefined();
  });
});
