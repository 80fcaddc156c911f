import { afterEach, describe, expect, it } from 'vitest';
import { stepIds } from '../../src/contract/steps.ts';
import { leases } from '../../src/k8s/resource.ts';
import { rollbackIds } from '../../src/service/engine/journal/journal.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { watchJournal } from './journal-watch.ts';
import { Journey, type ServedRepositories } from './journey.ts';
import { killService, slowService } from './service-process.ts';

let journey: Journey;

afterEach(async () => {
  await journey.end();
});

const mostRounds = 4;

/** Migrates and rolls back, each of which must come to its end however often the service is killed. */
async function thereAndBack(request: string, repositories: ServedRepositories['repositories']): Promise<void> {
  const accepted = ['access-manual', 'mirror-tls-verify', 'volume-kept'];
  await journey.annotate(
    `quay-migration/request=${request}`,
    `quay-migration/acknowledged=${request}: ${accepted.join(',')}`,
  );
  await journey.label();
  await journey.untilReason('Migrated');
  expect((await journey.lastJournal()).proof?.equal).toBe(true);
  expect((await journey.untilServes('current')).repositories).toEqual(repositories);
  const hurry = slowService(journey.serviceNamespace);
  await journey.kubectl('delete', 'quayregistry', journey.name, '--wait=false');
  await journey.untilReason('RolledBack').finally(hurry);
  expect((await journey.untilServes('legacy')).repositories).toEqual(repositories);
}

describe('the service, killed', () => {
  it('once in every step, forward and back, comes to the same end', async () => {
    // Behind a NodePort no step is skipped.
    journey = await Journey.begin({ sample: 'c', rows: 1000 });
    const before = await journey.untilServes('legacy');
    const killedIn = new Set<string>();
    const stop = watchJournal(testCluster().client('admin'), journey, (journal) => {
      const begun = [
        ...Object.entries(journal.steps).map(([id, record]) => [id, record.state]),
        ...Object.entries(journal.rollback).map(([id, record]) => [`back ${id}`, record.state]),
      ];
      for (const [id = '', state] of begun) {
        if (state !== 'running' || killedIn.has(id)) continue;
        if (killService(journey.serviceNamespace) > 0) killedIn.add(id);
      }
    });
    const all = [...stepIds, ...rollbackIds.map((id) => `back ${id}`)];
    const missed = (): readonly string[] => all.filter((id) => !killedIn.has(id));
    let rounds = 0;
    // A part of one request may be over before the watch tells that it began: then there and back once more.
    while (missed().length > 0 && rounds < mostRounds) {
      rounds += 1;
      await thereAndBack(`round-${rounds}`, before.repositories);
    }
    stop();
    expect(missed()).toEqual([]);
    expect((await journey.ecosystem()).metadata.finalizers ?? []).toEqual([]);
    expect(await journey.journals()).toHaveLength(rounds);
  });

  it('or with another beside it: only the one with the Lease acts, and it may lose it at any point', async () => {
    journey = await Journey.begin({ sample: 'a', rows: 1000, service: { replicas: 2 } });
    const before = await journey.untilServes('legacy');
    const admin = testCluster().client('admin');
    const name = 'quay-migration-plugin';
    const holders = new Set<string>();
    const steal = setInterval(() => {
      void admin
        .get(leases, name, journey.serviceNamespace)
        .then((lease) => {
          holders.add(lease?.spec?.holderIdentity ?? '');
          const target = { name, namespace: journey.serviceNamespace };
          return admin.patch(leases, target, { type: 'merge', body: { spec: { holderIdentity: '' } } });
        })
        .catch(() => undefined);
    }, 2500);
    await journey.label();
    await journey.untilReason('Migrated');
    clearInterval(steal);
    expect(holders.size).toBeGreaterThan(1);
    expect(await journey.journals()).toHaveLength(1);
    expect((await journey.lastJournal()).proof?.equal).toBe(true);
    expect((await journey.untilServes('current')).repositories).toEqual(before.repositories);
  });
});
