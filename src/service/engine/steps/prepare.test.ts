import { describe, expect, it } from 'vitest';
import { migrationLabels } from '../../../domain/migration-names.ts';
import type { Job } from '../../../k8s/job.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target, triesOf } from '../attempt/attempt.fixture.ts';
import { endJob, proofOf, sourceReport, startJob } from '../jobs/ended-job.fixture.ts';
import { prepare } from './prepare.ts';

const { namespace } = target;
const unmanaged = { choices: { database: 'unmanaged' as const } };

/** The temporary server answers, and the cluster's CA is injected. */
function getReady({ cluster, plan }: AttemptUnderTest): void {
  const server = plan.database.server?.metadata.name;
  const conditions = [{ type: 'Ready', status: 'True' }];
  if (server !== undefined) cluster.edit(kinds.pods, { namespace, name: server }, { status: { conditions } });
  for (const { metadata } of plan.registry.caConfigMaps) {
    cluster.edit(kinds.configMaps, { namespace, name: metadata.name }, { data: { 'ca.crt': 'PEM' } });
  }
}

function proofJobs({ plan }: AttemptUnderTest): readonly Job[] {
  const { pull, validate, inspect } = plan.work;
  return [...pull, ...(validate ? [validate] : []), inspect];
}

/** All Jobs before the first copy have succeeded. */
async function proven(test: AttemptUnderTest): Promise<void> {
  await prepare(test.attempt);
  getReady(test);
  await prepare(test.attempt);
  for (const job of proofJobs(test)) {
    endJob(test, job, job === test.plan.work.inspect ? { report: ['source', sourceReport] } : {});
  }
}

describe('prepare', () => {
  it('creates accounts and Secrets before what uses them, and waits for the server', async () => {
    const test = await attemptOf();
    const { work, database, registry } = test.plan;
    const outcome = await prepare(test.attempt);
    expect(outcome).toMatchObject({ kind: 'wait', message: 'waiting for the temporary PostgreSQL server: starting' });
    expect(changesIn(test.cluster)).toEqual([
      `create ServiceAccount ${work.serviceAccount.metadata.name}`,
      `create Secret ${work.secret.metadata.name}`,
      `create Secret ${work.upgradeConfig.metadata.name}`,
      `create Secret ${work.validateConfig?.metadata.name ?? ''}`,
      ...registry.caConfigMaps.map(({ metadata }) => `create ConfigMap ${metadata.name}`),
      `create PersistentVolumeClaim ${database.claim?.metadata.name ?? ''}`,
      `create Service ${database.serverService?.metadata.name ?? ''}`,
      `create Pod ${database.server?.metadata.name ?? ''}`,
    ]);
  });

  it('creates none of them twice', async () => {
    const test = await attemptOf();
    await prepare(test.attempt);
    test.cluster.writes.length = 0;
    await prepare(await test.restarted());
    expect(test.cluster.writes).toEqual([]);
  });

  it('fails when the temporary server has, and says where its log is', async () => {
    const test = await attemptOf();
    await prepare(test.attempt);
    const name = test.plan.database.server?.metadata.name ?? '';
    test.cluster.edit(kinds.pods, { namespace, name }, { status: { phase: 'Failed', reason: 'Evicted' } });
    await expect(prepare(test.attempt)).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`Pod ${namespace}/${name}.*failed: Evicted`)) as never,
      remedy: expect.stringContaining(`oc logs ${name} -n ${namespace}`) as never,
    });
    test.cluster.edit(kinds.pods, { namespace, name }, { status: { message: 'low on memory' } });
    await expect(prepare(test.attempt)).rejects.toThrow('failed: low on memory');
    test.cluster.edit(kinds.pods, { namespace, name }, { status: { message: null, reason: null } });
    await expect(prepare(test.attempt)).rejects.toThrow('failed: no reason was reported');
  });

  it('waits until each CA bundle is injected, and names the ConfigMap', async () => {
    const test = await attemptOf();
    await prepare(test.attempt);
    getReady(test);
    const name = test.plan.registry.caConfigMaps.at(-1)?.metadata.name ?? '';
    for (const empty of [{ 'ca.crt': '' }, { 'ca.crt': null }]) {
      test.cluster.edit(kinds.configMaps, { namespace, name }, { data: empty });
      const { kind, message } = await prepare(test.attempt);
      expect([kind, message]).toEqual(['wait', `waiting for the cluster CA to be injected into ConfigMap ${name}`]);
    }
    expect(await test.cluster.list(kinds.jobs, { namespace })).toEqual([]);
  });

  it('starts all Jobs at once, and tells of the first that runs', async () => {
    const test = await attemptOf();
    await prepare(test.attempt);
    getReady(test);
    const first = proofJobs(test)[0]?.metadata.name ?? '';
    expect(await prepare(test.attempt)).toMatchObject({
      kind: 'wait',
      message: `${first}: its pod does not exist yet`,
    });
    const started = (await test.cluster.list(kinds.jobs, { namespace })).map(({ metadata }) => metadata.name);
    expect(started.sort()).toEqual(
      proofJobs(test)
        .map(({ metadata }) => metadata.name)
        .sort(),
    );
  });

  it('fails with the first Job that did, although others still run', async () => {
    const test = await attemptOf();
    await prepare(test.attempt);
    getReady(test);
    await prepare(test.attempt);
    const validate = test.plan.work.validate ?? test.plan.work.inspect;
    endJob(test, validate, { state: 'Failed', said: 'BUILDLOGS_REDIS is required' });
    await expect(prepare(test.attempt)).rejects.toThrow(
      /would reject its configuration.*exit status 1.*BUILDLOGS_REDIS is required/,
    );
  });

  it('takes what was found into the journal, copies once, and resets the runs for the next copy', async () => {
    const test = await attemptOf();
    await proven(test);
    expect((await prepare(test.attempt)).kind).toBe('wait');
    expect((await test.restarted()).journal.source).toEqual(sourceReport);
    expect(await triesOf(test.cluster, () => prepare(test.attempt))).toEqual([]);
    await test.attempt.update({ retries: 1 });
    const firstCopy = test.plan.work.firstCopy ?? test.plan.work.inspect;
    endJob(test, firstCopy, { report: ['proof', proofOf()] });
    const outcome = await prepare(test.attempt);
    expect(outcome.kind).toBe('done');
    expect(outcome.message).toMatch(/92 tables, revision 04b9d2191450\), pre-copy finished$/);
    expect(test.attempt.journal.retries).toBe(0);
    expect(await triesOf(test.cluster, () => prepare(test.attempt))).toEqual([]);
  });

  it('says that names are sorted differently in the new database, and only then', async () => {
    const sorted = async (collation: string): Promise<string> => {
      const test = await attemptOf({ choices: { copyBeforeFreeze: false } });
      await proven(test);
      const database = { serverVersion: '13.16', database: 'd', role: 'r', empty: true, collation };
      await test.attempt.update({ source: { ...sourceReport, target: database } });
      return (await prepare(test.attempt)).message;
    };
    expect(await sorted('C.UTF-8')).toMatch(/sorted by collation C\.UTF-8 instead of en_US\.utf8$/);
    expect(await sorted('en_US.utf8')).not.toMatch(/sorted/);
  });

  it('runs the inspection again when its report cannot be read', async () => {
    const test = await attemptOf();
    await proven(test);
    const { name } = test.plan.work.inspect.metadata;
    test.cluster.vanish(kinds.pods, { namespace, name: `${name}-x` });
    expect((await prepare(test.attempt)).message).toBe(
      `running Job ${name} again, because its report could not be read`,
    );
    expect(test.cluster.peek(kinds.jobs, { namespace, name })).toBeUndefined();
    expect(test.attempt.journal.source).toBeUndefined();
  });

  it('tells how far the first copy is, and repeats it when it fails', async () => {
    const test = await attemptOf();
    await proven(test);
    await prepare(test.attempt);
    const firstCopy = test.plan.work.firstCopy ?? test.plan.work.inspect;
    const pod = startJob(test, firstCopy);
    expect((await prepare(test.attempt)).message).toBe('running');
    test.cluster.vanish(kinds.pods, { namespace, name: pod.metadata.name });
    endJob(test, firstCopy, { state: 'Failed', said: 'connection lost' });
    expect((await prepare(test.attempt)).message).toMatch(/^retrying the copy after a failure: .*connection lost/);
  });

  it('does without a validation where a plan of an older release has none', async () => {
    const test = await attemptOf({
      plan: ({ work: { validate: _validate, validateConfig: _config, ...older }, ...planned }) => ({
        ...planned,
        work: older,
      }),
    });
    await proven(test);
    expect((await prepare(test.attempt)).kind).toBe('wait');
    expect(test.attempt.journal.source).toEqual(sourceReport);
  });

  it('does without server, volume and copy where the database stays', async () => {
    const test = await attemptOf({ ...unmanaged });
    await prepare(test.attempt);
    getReady(test);
    await prepare(test.attempt);
    for (const job of proofJobs(test)) {
      endJob(test, job, job === test.plan.work.inspect ? { report: ['source', sourceReport] } : {});
    }
    expect(await prepare(test.attempt)).toMatchObject({ kind: 'done' });
    expect(changesIn(test.cluster).filter((write) => /Pod|Claim|Service /.test(write))).toEqual([]);
  });
});

describe('what an earlier attempt has kept', () => {
  const labels = { [migrationLabels.ecosystem]: 'prod', [migrationLabels.attempt]: '2' };

  it('is deleted before anything is created, by uid, once', async () => {
    const test = await attemptOf();
    const name = test.plan.database.claim?.metadata.name ?? '';
    const finalizers = ['kubernetes.io/pvc-protection'];
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace, labels, finalizers },
    };
    const keys = { apiVersion: 'v1', kind: 'Secret', metadata: { ...test.plan.registry.managedKeys.metadata, labels } };
    test.cluster.seed(kinds.persistentVolumeClaims, claim);
    test.cluster.seed(kinds.secrets, keys);
    expect(await prepare(test.attempt)).toMatchObject({
      kind: 'wait',
      message: 'deleting the objects that an earlier attempt kept',
    });
    await prepare(test.attempt);
    expect(changesIn(test.cluster)).toEqual([
      `delete PersistentVolumeClaim ${name}`,
      `delete Secret ${keys.metadata.name}`,
    ]);
    test.cluster.vanish(kinds.persistentVolumeClaims, { namespace, name });
    expect((await prepare(test.attempt)).message).toMatch(/temporary PostgreSQL server/);
  });

  it('is left to whoever has made another of that name meanwhile', async () => {
    const test = await attemptOf();
    const { metadata } = test.plan.registry.managedKeys;
    test.cluster.seed(kinds.secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { ...metadata, labels } });
    test.cluster.beforeWrite = (verb) => {
      if (verb !== 'delete') return;
      test.cluster.edit(kinds.secrets, { namespace, name: metadata.name }, { metadata: { uid: 'its successor' } });
    };
    await expect(prepare(test.attempt)).rejects.toMatchObject({ code: 409 });
  });

  it('is not what this attempt has made', async () => {
    const test = await attemptOf();
    await prepare(test.attempt);
    test.cluster.writes.length = 0;
    await prepare(test.attempt);
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it.each([{ [migrationLabels.ecosystem]: 'another' }, {}, undefined])(
    'is not what has the labels %j',
    async (foreign) => {
      const test = await attemptOf();
      const { metadata } = test.plan.registry.managedKeys;
      test.cluster.seed(kinds.secrets, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { ...metadata, labels: foreign as never },
      });
      await prepare(test.attempt);
      expect(changesIn(test.cluster)).not.toContain(`delete Secret ${metadata.name}`);
    },
  );
});
