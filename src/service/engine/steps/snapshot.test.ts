import { describe, expect, it } from 'vitest';
import { fixtureObject } from '../../../domain/fixtures/prod-registry.fixture.ts';
import * as kinds from '../../../k8s/resource.ts';
import { attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { snapshot } from './snapshot.ts';

const { namespace } = target;

describe('snapshot', () => {
  it('records everything that will be changed, and changes nothing', async () => {
    const { cluster, attempt, plan, restarted } = await attemptOf();
    const outcome = await snapshot(attempt);
    const keys = Object.keys((await restarted()).journal.originals).sort();
    expect(keys).toEqual(
      [
        'quayecosystems/prod',
        'routes/prod-quay',
        'services/prod-quay',
        ...plan.freeze.writers.map((name) => `deployments/${name}`),
        ...plan.freeze.detached.map(({ plural, name }) => `${plural}/${name}`),
      ].sort(),
    );
    expect(outcome.message).toBe(`originals of ${keys.length} objects recorded`);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('records each as the API server sent it', async () => {
    const { cluster, attempt } = await attemptOf();
    await snapshot(attempt);
    const place = { namespace, name: 'prod-quay' };
    expect(attempt.original(kinds.deployments, 'prod-quay')).toEqual(cluster.peek(kinds.deployments, place));
  });

  it('keeps what an earlier look recorded', async () => {
    const { cluster, attempt } = await attemptOf();
    await snapshot(attempt);
    cluster.edit(kinds.services, { namespace, name: 'prod-quay' }, { metadata: { labels: { added: 'later' } } });
    await snapshot(attempt);
    expect(attempt.original(kinds.services, 'prod-quay')?.metadata.labels ?? {}).not.toHaveProperty('added');
  });

  it('does without what is not there', async () => {
    const { cluster, attempt } = await attemptOf();
    cluster.vanish(kinds.routes, { namespace, name: 'prod-quay' });
    expect((await snapshot(attempt)).kind).toBe('done');
    expect(attempt.journal.originals).not.toHaveProperty('routes/prod-quay');
  });

  it('records an Ingress and the Secret of its certificate', async () => {
    const ingress = fixtureObject('networking.k8s.io/v1', 'Ingress', 'prod-quay', {
      spec: { tls: [{ secretName: 'prod-quay-ssl' }], defaultBackend: { service: { name: 'prod-quay' } } },
    });
    const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: 'uid-QuayEcosystem-prod' };
    const secret = fixtureObject('v1', 'Secret', 'prod-quay-ssl', { metadata: { ownerReferences: [owner] }, data: {} });
    const change = {
      ecosystem: { spec: { quay: { externalAccess: { type: 'Ingress' } } } },
      remove: ['Route/prod-quay'],
      add: [ingress, secret],
    };
    const { attempt, plan } = await attemptOf({ change });
    expect(plan.access).toMatchObject({ ingress: 'prod-quay', secrets: ['prod-quay-ssl'] });
    await snapshot(attempt);
    expect(Object.keys(attempt.journal.originals)).toEqual(
      expect.arrayContaining(['ingresses/prod-quay', 'secrets/prod-quay-ssl']),
    );
    const original = attempt.original(kinds.secrets, 'prod-quay-ssl');
    expect(original).toMatchObject({ kind: 'Secret', metadata: { ownerReferences: [owner] } });
    expect(original).not.toHaveProperty('data');
  });

  it('takes the replicas from an earlier attempt whose rollback could not start the old registry', async () => {
    const { cluster, attempt, reach, plan } = await attemptOf();
    const [name = ''] = plan.freeze.writers;
    const deployment = cluster.peek(kinds.deployments, { namespace, name });
    const before = { ...deployment, spec: { ...deployment?.spec, replicas: 2 } };
    await reach.journals.create(
      journalOf({
        attempt: 2,
        ecosystem: attempt.journal.ecosystem,
        phase: 'rolled-back',
        rollback: { 'restore-workloads': { state: 'failed', startedAt: '2026-01-01T00:00:00Z', message: '' } },
        originals: { [`deployments/${name}`]: before as never },
      }),
    );
    cluster.edit(kinds.deployments, { namespace, name }, { spec: { replicas: 0 } });
    await snapshot(attempt);
    expect(attempt.original(kinds.deployments, name)?.spec?.replicas).toBe(2);
  });

  it('takes nothing from a later attempt of that kind, nor for what is no writer', async () => {
    const replicasBeside = async (attemptNumber: number, name: string): Promise<number | undefined> => {
      const { cluster, attempt, reach } = await attemptOf();
      const deployment = cluster.peek(kinds.deployments, { namespace, name });
      const failed = { state: 'failed' as const, startedAt: '2026-01-01T00:00:00Z', message: '' };
      await reach.journals.create(
        journalOf({
          attempt: attemptNumber,
          ecosystem: attempt.journal.ecosystem,
          phase: 'rolled-back',
          rollback: { 'restore-workloads': failed },
          originals: { [`deployments/${name}`]: deployment as never },
        }),
      );
      cluster.edit(kinds.deployments, { namespace, name }, { spec: { replicas: 0 } });
      await snapshot(attempt);
      return attempt.original(kinds.deployments, name)?.spec?.replicas;
    };
    expect(await replicasBeside(2, 'prod-quay')).toBe(1);
    expect(await replicasBeside(4, 'prod-quay')).toBe(0);
    expect(await replicasBeside(2, 'prod-quay-postgresql')).toBe(0);
  });

  it('records no Secret where a plan of an older release names none', async () => {
    const { attempt } = await attemptOf({
      plan: ({ access: { secrets: _secrets, ...older }, ...planned }) => ({ ...planned, access: older }),
    });
    expect((await snapshot(attempt)).kind).toBe('done');
  });
});
