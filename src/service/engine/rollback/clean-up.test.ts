import { describe, expect, it } from 'vitest';
import * as kinds from '../../../k8s/resource.ts';
import { jobsOf } from '../../../domain/plan/work-plan.ts';
import { type AttemptUnderTest, attemptOf, changesIn, resourceOf, target } from '../attempt.fixture.ts';
import { completeLabel } from '../complete-label.ts';
import { endJob } from '../ended-job.fixture.ts';
import { cleanUp } from './clean-up.ts';
import { stopWork } from './stop-work.ts';

const { namespace } = target;

/** Everything that a migration makes, made by this attempt. */
async function made(): Promise<AttemptUnderTest> {
  const test = await attemptOf();
  const { work, database, registry } = test.plan;
  const objects = [
    ...[work.serviceAccount, work.secret, work.upgradeConfig, work.validateConfig, work.proof, ...jobsOf(work)],
    ...[database.claim, database.server, database.serverService],
    ...[registry.managedKeys, registry.bundle, ...registry.caConfigMaps],
  ];
  for (const object of objects) if (object) await test.attempt.ensureCreated(resourceOf(object), object);
  test.cluster.writes.length = 0;
  return test;
}

async function lookUntilDone(look: () => Promise<{ kind: string; message: string }>): Promise<string> {
  for (let times = 0; times < 40; times += 1) {
    const { kind, message } = await look();
    if (kind === 'done') return message;
  }
  throw new Error('never done');
}

function left({ cluster, attempt }: AttemptUnderTest): string[] {
  return Object.keys(attempt.journal.created).filter((key) => {
    const [plural = '', name = ''] = key.split('/');
    const resource = Object.values(kinds).find((one) => typeof one !== 'function' && one.plural === plural);
    return cluster.peek(resource as kinds.Resource, { namespace, name }) !== undefined;
  });
}

describe('cleanUp', () => {
  it('leaves nothing of what was made', async () => {
    const test = await made();
    expect(left(test).length).toBeGreaterThan(15);
    expect(await lookUntilDone(() => cleanUp(test.attempt))).toBe('nothing is left');
    expect(left(test)).toEqual([]);
  });

  it('removes Jobs and pods before the Secrets that they use, and those before the rest', async () => {
    const test = await made();
    const server = test.plan.database.server?.metadata.name ?? '';
    test.cluster.edit(kinds.pods, { namespace, name: server }, { metadata: { finalizers: ['example.com/held'] } });
    expect(await cleanUp(test.attempt)).toMatchObject({ kind: 'wait', seconds: 1 });
    await cleanUp(test.attempt);
    expect(changesIn(test.cluster).filter((write) => /Secret|Service|ConfigMap|Claim/.test(write))).toEqual([]);
    test.cluster.vanish(kinds.pods, { namespace, name: server });
    await lookUntilDone(() => cleanUp(test.attempt));
    const changes = changesIn(test.cluster);
    const at = (write: string): number => changes.indexOf(write);
    expect(at(`delete Secret ${test.plan.work.secret.metadata.name}`)).toBeLessThan(
      at(`delete Secret ${test.plan.registry.bundle.metadata.name}`),
    );
  });

  it('keeps volume and keys when the new registry has run', async () => {
    const test = await made();
    await test.attempt.update({ registryRan: true });
    const claim = test.plan.database.claim?.metadata.name ?? '';
    expect(await lookUntilDone(() => cleanUp(test.attempt))).toBe(
      `${claim} is kept: it holds what the new registry wrote`,
    );
    expect(left(test).sort()).toEqual(
      [`persistentvolumeclaims/${claim}`, `secrets/${test.plan.registry.managedKeys.metadata.name}`].sort(),
    );
  });

  it('deletes no object of that name that is not of this attempt', async () => {
    const test = await made();
    const { name } = test.plan.registry.bundle.metadata;
    test.cluster.edit(kinds.secrets, { namespace, name }, { metadata: { uid: 'another' } });
    const [configMap] = test.plan.registry.caConfigMaps;
    const other = { namespace, name: configMap?.metadata.name ?? '' };
    test.cluster.edit(kinds.configMaps, other, { metadata: { labels: { 'quay-migration/attempt': '2' } } });
    await lookUntilDone(() => cleanUp(test.attempt));
    expect(left(test).sort()).toEqual([`configmaps/${other.name}`, `secrets/${name}`].sort());
  });

  it('has nothing to do before there was a plan', async () => {
    const { attempt } = await attemptOf();
    const { plan: _plan, ...journal } = attempt.journal;
    await attempt.replaceJournal(journal);
    expect(await cleanUp(attempt)).toEqual({ kind: 'done', message: 'nothing was made' });
    expect(await stopWork(attempt)).toEqual({ kind: 'done', message: 'nothing had begun' });
  });
});

describe('stopWork', () => {
  it('stops every Job, and waits for their pods', async () => {
    const test = await made();
    const copy = test.plan.work.copy ?? test.plan.work.inspect;
    endJob(test, copy);
    const outcome = await stopWork(test.attempt);
    expect(outcome).toMatchObject({ kind: 'wait', seconds: 1 });
    for (let look = 0; look < 40; look += 1) await stopWork(test.attempt);
    expect(await stopWork(test.attempt)).toMatchObject({ message: `stopping Job ${copy.metadata.name}` });
    test.cluster.vanish(kinds.pods, { namespace, name: `${copy.metadata.name}-x` });
    expect(await lookUntilDone(() => stopWork(test.attempt))).toBe('no Job of the migration runs');
    expect(await test.cluster.list(kinds.jobs, { namespace })).toEqual([]);
  });

  it('keeps a Job of Quay’s image that failed, for its log', async () => {
    const test = await made();
    endJob(test, test.plan.work.upgrade, { state: 'Failed' });
    await lookUntilDone(() => stopWork(test.attempt));
    await lookUntilDone(() => cleanUp(test.attempt));
    expect(left(test)).toEqual([`jobs/${test.plan.work.upgrade.metadata.name}`]);
  });

  it('takes back that the QuayEcosystem may be deleted', async () => {
    const test = await made();
    test.cluster.edit(kinds.quayEcosystems, target, { metadata: { labels: { [completeLabel]: 'true' } } });
    await lookUntilDone(() => stopWork(test.attempt));
    expect(test.cluster.peek(kinds.quayEcosystems, target)?.metadata.labels ?? {}).not.toHaveProperty([completeLabel]);
  });

  const detached = { namespace, name: 'prod-quay-postgresql' };
  const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: 'uid-QuayEcosystem-prod' };

  it.each<[string, object, boolean]>([
    ['protects the old database again where it was frozen', {}, true],
    ['does not where the QuayEcosystem is dying', { deletionTimestamp: '2026-01-01T00:00:00Z' }, false],
    ['does not where it is another one', { uid: 'another' }, false],
  ])('%s', async (_what, metadata, protectedAgain) => {
    const test = await made();
    const freeze = { state: 'done' as const, startedAt: '2026-01-01T00:00:00Z', message: '' };
    await test.attempt.update({ steps: { freeze } });
    test.cluster.edit(kinds.deployments, detached, { metadata: { ownerReferences: [owner] } });
    test.cluster.edit(kinds.quayEcosystems, target, { metadata });
    await stopWork(test.attempt);
    const owners = test.cluster.peek(kinds.deployments, detached)?.metadata.ownerReferences;
    expect(owners).toEqual(protectedAgain ? [] : [owner]);
  });

  it('protects nothing before the freeze', async () => {
    const test = await made();
    await stopWork(test.attempt);
    expect(changesIn(test.cluster)).not.toContain('patch QuayEcosystem prod');
  });
});
