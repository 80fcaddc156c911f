import { describe, expect, it } from 'vitest';
import * as kinds from '../../../../k8s/resource.ts';
import { type AttemptUnderTest, changesIn, target } from '../../attempt/attempt.fixture.ts';
import { endJob, proofOf, sourceReport, startJob } from '../../jobs/ended-job.fixture.ts';
import { copied, upgraded } from './schema-upgrade.fixture.ts';
import { schemaUpgrade } from './schema-upgrade.ts';

const { namespace } = target;

describe('schemaUpgrade of a copy', () => {
  it('starts nothing while somebody may write', async () => {
    const test = await copied();
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 1 } });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/prod-quay was scaled up/);
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('starts the upgrade once, and the check only after it', async () => {
    const test = await copied();
    const { upgrade, check } = test.plan.work;
    const { name } = upgrade.metadata;
    expect(await schemaUpgrade(test.attempt)).toMatchObject({
      kind: 'wait',
      message: `${name}: its pod does not exist yet`,
    });
    await schemaUpgrade(await test.restarted());
    expect(changesIn(test.cluster)).toEqual([`create Job ${name}`]);
    endJob(test, upgrade);
    expect((await schemaUpgrade(test.attempt)).message).toMatch(new RegExp(`^${check.metadata.name}: `));
    expect(changesIn(test.cluster).at(-1)).toBe(`create Job ${check.metadata.name}`);
  });

  it('gives the upgrade the time that the measured size needs', async () => {
    const test = await copied();
    const deadlineOf = async ({ attempt, cluster, plan }: AttemptUnderTest): Promise<number | undefined> => {
      await schemaUpgrade(attempt);
      return cluster.peek(kinds.jobs, { namespace, name: plan.work.upgrade.metadata.name })?.spec
        ?.activeDeadlineSeconds;
    };
    const planned = test.plan.work.upgrade.spec?.activeDeadlineSeconds ?? 0;
    expect(planned).toBeGreaterThan(1800);
    expect(await deadlineOf(test)).toBe(planned);
    const measured = await copied({ journal: { source: { ...sourceReport, bytes: 1000 } } });
    expect(await deadlineOf(measured)).toBe(1800);
    const upgrade = measured.plan.work.upgrade;
    const { activeDeadlineSeconds: _none, ...spec } = upgrade.spec ?? {};
    const endless = await copied({
      plan: (plan) => ({ ...plan, work: { ...plan.work, upgrade: { ...upgrade, spec } } }),
    });
    expect(await deadlineOf(endless)).toBeUndefined();
  });

  it('hands the proof over before the check is started that reads it', async () => {
    const test = await copied();
    await test.attempt.update({ proof: proofOf() });
    await schemaUpgrade(test.attempt);
    endJob(test, test.plan.work.upgrade);
    test.cluster.writes.length = 0;
    await schemaUpgrade(test.attempt);
    const { proof, check } = test.plan.work;
    expect(changesIn(test.cluster)).toEqual([
      `create Secret ${proof?.metadata.name ?? ''}`,
      `create Job ${check.metadata.name}`,
    ]);
    const handed = test.cluster.peek(kinds.secrets, { namespace, name: proof?.metadata.name ?? '' });
    expect(JSON.stringify(Object.keys(handed?.data ?? {}))).toMatch(/proof/);
  });

  it('fails where the check finds rows missing, and keeps nothing of it', async () => {
    const test = await upgraded({ equal: false });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/3634f2df3c5b lost rows/);
    expect(test.attempt.journal.upgrade).toBeUndefined();
  });

  it('runs the check again when its report cannot be read', async () => {
    const test = await copied();
    const { upgrade, check } = test.plan.work;
    await schemaUpgrade(test.attempt);
    endJob(test, upgrade);
    await schemaUpgrade(test.attempt);
    endJob(test, check);
    expect(await schemaUpgrade(test.attempt)).toMatchObject({
      kind: 'wait',
      message: `running Job ${check.metadata.name} again, because its report could not be read`,
    });
    expect(test.cluster.peek(kinds.jobs, { namespace, name: check.metadata.name })).toBeUndefined();
  });

  it('fails where the upgrade fails by itself, and says where its log is', async () => {
    const test = await copied();
    const { name } = test.plan.work.upgrade.metadata;
    await schemaUpgrade(test.attempt);
    endJob(test, test.plan.work.upgrade, { state: 'Failed', said: 'KeyError' });
    await expect(schemaUpgrade(test.attempt)).rejects.toMatchObject({
      message: expect.stringMatching(/exit status 1.*KeyError/) as never,
      remedy: expect.stringContaining(`oc logs job/${name} -n ${namespace}`) as never,
    });
    expect(test.attempt.journal).not.toHaveProperty('upgradeFailure');
    expect(test.attempt.journal).not.toHaveProperty('upgradeRepeats');
  });

  it('fails where the check fails, cut off or not, without another upgrade', async () => {
    const test = await copied();
    await schemaUpgrade(test.attempt);
    endJob(test, test.plan.work.upgrade);
    await schemaUpgrade(test.attempt);
    endJob(test, test.plan.work.check, { state: 'Failed', podless: true });
    await expect(schemaUpgrade(test.attempt)).rejects.toMatchObject({
      remedy: expect.stringContaining(`oc logs job/${test.plan.work.check.metadata.name}`) as never,
    });
    expect(test.attempt.journal).not.toHaveProperty('upgradeRepeats');
  });
});

describe('an upgrade of a copy that was cut off', () => {
  async function cutOff(): Promise<AttemptUnderTest> {
    const startedAt = '2026-01-01T00:00:00.000Z';
    const steps = { 'schema-upgrade': { state: 'running' as const, startedAt, message: 'kept' } };
    const test = await copied({ journal: { steps } });
    await schemaUpgrade(test.attempt);
    endJob(test, test.plan.work.upgrade, { state: 'Failed', podless: true });
    return test;
  }

  it('is repaired before it is repeated, with the whole time of its step', async () => {
    const test = await cutOff();
    const { upgrade, repair } = test.plan.work;
    if (repair === undefined) throw new Error('the plan has no repair');
    expect((await schemaUpgrade(test.attempt)).message).toMatch(
      /^running the schema upgrade again, because.*interrupted.*it ended/,
    );
    expect(test.attempt.journal).toMatchObject({ upgradeRepeats: 1, upgradeRepair: 'clearing' });
    const step = test.attempt.journal.steps['schema-upgrade'];
    expect(step).toMatchObject({ state: 'running', message: 'kept' });
    expect(Date.parse(step?.startedAt ?? '')).toBeGreaterThan(Date.parse('2026-01-02T00:00:00Z'));
    test.cluster.writes.length = 0;
    expect((await schemaUpgrade(test.attempt)).message).toBe(`deleting Job ${upgrade.metadata.name}`);
    const repairing = await schemaUpgrade(await test.restarted());
    expect(repairing.message).toBe('repairing the interrupted schema upgrade: its pod does not exist yet');
    expect(changesIn(test.cluster)).toEqual([
      `delete Job ${upgrade.metadata.name}`,
      `create Job ${repair.metadata.name}`,
    ]);
    endJob(test, repair);
    const again = await test.restarted();
    expect((await schemaUpgrade(again)).message).toBe('starting schema upgrade 2 of at most 4');
    expect(again.journal.upgradeRepair).toBe('done');
    await schemaUpgrade(again);
    expect(changesIn(test.cluster).at(-1)).toBe(`create Job ${upgrade.metadata.name}`);
  });

  it('waits for the pod of the old upgrade, which may still hold a session', async () => {
    const test = await cutOff();
    const { upgrade, repair } = test.plan.work;
    await schemaUpgrade(test.attempt);
    startJob(test, upgrade);
    await schemaUpgrade(test.attempt);
    expect((await schemaUpgrade(test.attempt)).message).toBe(`deleting Job ${upgrade.metadata.name}`);
    expect(test.cluster.peek(kinds.jobs, { namespace, name: repair?.metadata.name ?? '' })).toBeUndefined();
  });

  it('is not repeated where its repair fails', async () => {
    const test = await cutOff();
    const { repair } = test.plan.work;
    for (let looks = 0; looks < 3; looks += 1) await schemaUpgrade(test.attempt);
    if (repair) endJob(test, repair, { state: 'Failed', said: 'sessions are left' });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/sessions are left/);
    expect(test.attempt.journal.upgradeRepair).toBe('running');
  });

  it('clears a repair of before away, too', async () => {
    const test = await cutOff();
    const { upgrade, repair } = test.plan.work;
    for (let looks = 0; looks < 3; looks += 1) await schemaUpgrade(test.attempt);
    if (repair) endJob(test, repair);
    await schemaUpgrade(test.attempt);
    await schemaUpgrade(test.attempt);
    endJob(test, upgrade, { state: 'Failed', podless: true });
    await schemaUpgrade(test.attempt);
    expect(test.attempt.journal.upgradeRepeats).toBe(2);
    await schemaUpgrade(test.attempt);
    expect((await schemaUpgrade(test.attempt)).message).toBe(`deleting Job ${repair?.metadata.name ?? ''}`);
  });

  it('is repeated three times at most', async () => {
    const test = await cutOff();
    await test.attempt.update({ upgradeRepeats: 3 });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/prod-qm-upgrade-3 failed/);
    await test.attempt.update({ upgradeRepeats: 2 });
    expect((await schemaUpgrade(test.attempt)).message).toMatch(/^running the schema upgrade again/);
  });

  it('is not repeated by plans that have no repair', async () => {
    const test = await copied({ plan: (plan) => ({ ...plan, work: { ...plan.work, repair: undefined } }) });
    await schemaUpgrade(test.attempt);
    endJob(test, test.plan.work.upgrade, { state: 'Failed', podless: true });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/failed/);
  });

  it('is repeated where somebody has deleted its Job, and names it', async () => {
    const test = await copied();
    const { name } = test.plan.work.upgrade.metadata;
    await schemaUpgrade(test.attempt);
    test.cluster.vanish(kinds.jobs, { namespace, name });
    expect((await schemaUpgrade(test.attempt)).message).toMatch(
      new RegExp(`^running the schema upgrade again.*Job ${namespace}/${name} was deleted during`),
    );
    await test.attempt.update({ upgradeRepair: 'done', upgradeRepeats: 3 });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/was deleted during/);
    expect(test.attempt.journal).not.toHaveProperty('upgradeFailure');
  });
});
