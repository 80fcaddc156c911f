import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelsOf } from '../../src/domain/migration-names.ts';
import type { Job } from '../../src/k8s/job.ts';
import { configMaps, jobs, quayEcosystems, quayRegistries, secrets } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { TenantService, answersIn, attackerNamespace, emptyEcosystem, untilAnswered } from './tenant-service.ts';

/** A user who may do what `edit` allows in one namespace, and may not stop anybody else by it. */
let attacker: string;
let victim: string;
let service: TenantService;

beforeAll(async () => {
  attacker = await attackerNamespace();
  victim = await testCluster().createNamespace('victim');
  service = await TenantService.begin([attacker, victim]);
});

afterAll(async () => {
  await service.end();
});

function nobody() {
  return testCluster().client('nobody');
}

/** What the service sends for the Lease alone: two requests each two and a half seconds. */
const quiet = 8;

async function victimIsAnswered(name: string): Promise<void> {
  await testCluster()
    .client('admin')
    .create(quayEcosystems, emptyEcosystem(victim, name, { labelled: true }));
  await untilAnswered(victim, [name], { reason: 'Blocked', seconds: 20 });
  expect((await answersIn(victim)).get(name)?.message).toContain('was rejected and changed nothing');
}

describe('nine QuayEcosystems with long annotations', () => {
  const names = Array.from({ length: 9 }, (_, number) => `fill-${number}`);

  it('are refused in words, start nothing and are asked for once', async () => {
    for (const [number, name] of names.entries()) {
      const annotations = { 'quay-migration/request': 'x'.repeat(20_000 * (number + 1)) };
      await nobody().create(quayEcosystems, emptyEcosystem(attacker, name, { labelled: true, annotations }));
    }
    await untilAnswered(attacker, names, { reason: 'RequestMalformed', seconds: 20 });
    const answers = await answersIn(attacker);
    expect(answers.get('fill-8')?.message).toMatch(/quay-migration\/request has 180000 characters.*at most 253/);
    const journals = await testCluster().client('admin').list(secrets, { namespace: attacker });
    expect(journals.filter(({ type }) => type === 'quay-migration/journal')).toEqual([]);
    expect(await service.requestsWithin(5)).toBeLessThan(quiet);
  });

  it('leave no more behind than a hash of what was executed', async () => {
    for (const name of names) {
      const body = { metadata: { annotations: { 'quay-migration/request': 'x'.repeat(253) } } };
      await nobody().patch(quayEcosystems, { namespace: attacker, name }, { type: 'merge', body });
    }
    await untilAnswered(attacker, names, { reason: 'Blocked', seconds: 30 });
    const stored = await testCluster().client('admin').list(configMaps, { namespace: service.namespace });
    const sizes = stored.map((configMap) => JSON.stringify(configMap.data ?? {}).length);
    expect(Math.max(...sizes)).toBeLessThan(4000);
  });

  it('delay nobody else', async () => {
    await victimIsAnswered('after-long-annotations');
  });
});

describe('names that nobody has given', () => {
  it('are looked at by nobody, however many labels claim them', async () => {
    const container = { name: 'x', image: 'x' };
    const spec = { suspend: true, template: { spec: { restartPolicy: 'Never' as const, containers: [container] } } };
    const invented = Array.from({ length: 60 }, (_, number): Job => {
      const name = `invented-${number}`;
      const metadata = { name, namespace: attacker, labels: labelsOf(name, 1) };
      return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec };
    });
    for (const job of invented) await nobody().create(jobs, job);
    for (const { metadata } of invented.slice(0, 20)) {
      const { name, namespace = '' } = metadata;
      const head = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry' };
      await nobody().create(quayRegistries, { ...head, metadata: { name: `r-${name}`, namespace }, spec: {} });
    }
    expect(await service.requestsWithin(5)).toBeLessThan(quiet);
    await victimIsAnswered('after-invented-names');
  });

  it('are let go where our finalizer would keep a QuayRegistry from going', async () => {
    const metadata = { name: 'held', namespace: attacker, finalizers: ['quay-migration/rollback-guard'] };
    const head = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry' };
    await nobody().create(quayRegistries, { ...head, metadata, spec: {} });
    await nobody().delete(quayRegistries, metadata);
    const admin = testCluster().client('admin');
    await expect.poll(() => admin.get(quayRegistries, 'held', attacker), { timeout: 20_000 }).toBeUndefined();
  });
});

describe('a thousand requests', () => {
  it('delay another tenant by a few looks', async () => {
    const names = Array.from({ length: 60 }, (_, number) => `busy-${number}`);
    for (const name of names) await nobody().create(quayEcosystems, emptyEcosystem(attacker, name));
    const label = { type: 'merge' as const, body: { metadata: { labels: { 'quay-operator/migrate': 'true' } } } };
    await Promise.all(names.map((name) => nobody().patch(quayEcosystems, { namespace: attacker, name }, label)));
    await victimIsAnswered('among-many');
    const answers = await answersIn(attacker);
    const open = names.filter((name) => answers.get(name)?.reason !== 'Blocked');
    expect(open.length).toBeGreaterThan(names.length / 2);
    await untilAnswered(attacker, names, { reason: 'Blocked', seconds: 120 });
  });
});
