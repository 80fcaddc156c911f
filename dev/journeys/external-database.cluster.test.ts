import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../src/k8s/service.ts';
import { configMaps, services } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { Journey, type ServedRepositories } from './journey.ts';

describe('an external database behind a LoadBalancer', () => {
  let journey: Journey;
  let before: ServedRepositories;
  let oldService: Service | undefined;

  beforeAll(async () => {
    journey = await Journey.begin({ sample: 'b', rows: 1000 });
    before = await journey.untilServes('legacy');
    oldService = await service();
  });

  afterAll(async () => {
    await journey.end();
  });

  const service = (): Promise<Service | undefined> =>
    testCluster().client('admin').get(services, `${journey.name}-quay`, journey.namespace);

  it('is refused without an acknowledgement, and told what that means', async () => {
    await journey.label();
    const refused = await journey.untilReason('Blocked');
    expect(refused.message).toContain('database-external');
    expect(refused.message).toMatch(/acknowledged/);
    expect(await journey.kubectl('get', 'quayregistry', '-o', 'name')).toBe('');
  });

  it('is upgraded in place, without a copy, once it is accepted', async () => {
    const findings = (await journey.lastJournal()).findings.filter((finding) => finding.severity === 'warning');
    const ids = [...new Set(findings.map((finding) => finding.id))].join(',');
    await journey.annotate('quay-migration/request=2', `quay-migration/acknowledged=2: ${ids}`);
    await journey.untilReason('Migrated');
    const journal = await journey.lastJournal();
    expect(journal.steps.database?.state).toBe('skipped');
    expect(journal.proof).toBeUndefined();
    expect(Object.keys(journal.created).filter((key) => key.startsWith('persistentvolumeclaims/'))).toEqual([]);
  });

  it('serves the same repositories at the same address', async () => {
    const served = await journey.untilServes('current');
    expect(served.repositories).toEqual(before.repositories);
    const now = await service();
    expect(now?.status?.loadBalancer).toEqual(oldService?.status?.loadBalancer);
    expect(now?.metadata.ownerReferences ?? []).toEqual([]);
    expect(now?.spec?.selector).toMatchObject({ 'quay-component': 'quay-app' });
  });
});

describe('an external database whose upgrade fails', () => {
  const accepted = 'quay-migration/acknowledged=access-manual,certificate-self-signed,database-external';

  async function failing(fault: string): Promise<Journey> {
    const journey = await Journey.begin({ sample: 'b', rows: 1000 });
    const metadata = { name: 'dev-faults', namespace: journey.namespace };
    const faults = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { migrate: fault } };
    await testCluster().client('admin').create(configMaps, faults);
    await journey.annotate(accepted);
    await journey.label();
    return journey;
  }

  it('before anything was changed: the old registry comes back by itself', async () => {
    const journey = await failing('fail:3383aad1e992');
    const end = await journey.untilReason('RolledBack');
    expect(end.message).toContain('still at its old revision');
    await journey.untilServes('legacy');
    await journey.end();
  });

  it('in the middle: nothing is done on its own, and the restore is asked for', async () => {
    const journey = await failing('fail');
    const end = await journey.untilReason('Failed');
    expect(end.message).toContain('Restore the database');
    expect(await journey.kubectl('get', 'quayregistry', '-o', 'name')).toBe('');
    await journey.end();
  });
});
