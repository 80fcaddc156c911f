import { describe, expect, it } from 'vitest';
import * as kinds from '../../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../../attempt/attempt.fixture.ts';
import { endJob } from '../../jobs/ended-job.fixture.ts';
import { freeze } from '../freeze.ts';
import { prepare } from '../prepare.ts';
import { upgradeReport, vanishPod } from './schema-upgrade.fixture.ts';
import { schemaUpgrade } from './schema-upgrade.ts';

const { namespace } = target;

describe('schemaUpgrade in place', () => {
  async function inPlace(): Promise<AttemptUnderTest> {
    const test = await attemptOf({ choices: { database: 'unmanaged' } });
    await prepare(test.attempt);
    await freeze(test.attempt);
    await test.attempt.ensureCreated(kinds.jobs, test.plan.work.inspect);
    endJob(test, test.plan.work.inspect);
    test.cluster.writes.length = 0;
    return test;
  }

  async function failed(): Promise<AttemptUnderTest> {
    const test = await inPlace();
    await schemaUpgrade(test.attempt);
    if (test.plan.work.rest) endJob(test, test.plan.work.rest);
    await schemaUpgrade(test.attempt);
    endJob(test, test.plan.work.upgrade, { state: 'Failed', podless: true });
    return test;
  }

  it('looks first whether somebody else uses the database', async () => {
    const test = await inPlace();
    const { rest, upgrade } = test.plan.work;
    if (rest === undefined) throw new Error('the plan has no look at the database');
    expect((await schemaUpgrade(test.attempt)).message).toBe(
      'checking whether other clients use the database: its pod does not exist yet',
    );
    expect(changesIn(test.cluster)).toEqual([`create Job ${rest.metadata.name}`]);
    endJob(test, rest, { state: 'Failed', said: 'session of reporting' });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/session of reporting/);
    expect(changesIn(test.cluster)).toEqual([`create Job ${rest.metadata.name}`]);
    expect(test.attempt.journal.created).not.toHaveProperty(`jobs/${upgrade.metadata.name}`);
  });

  it('does not look again once the upgrade has begun, whose own sessions it would see', async () => {
    const test = await inPlace();
    const { rest, upgrade } = test.plan.work;
    await schemaUpgrade(test.attempt);
    if (rest) endJob(test, rest);
    await schemaUpgrade(test.attempt);
    expect(changesIn(test.cluster).at(-1)).toBe(`create Job ${upgrade.metadata.name}`);
    test.cluster.vanish(kinds.jobs, { namespace, name: rest?.metadata.name ?? '' });
    expect((await schemaUpgrade(test.attempt)).message).toMatch(new RegExp(`^${upgrade.metadata.name}: `));
  });

  it('stops no server', async () => {
    const test = await inPlace();
    await test.attempt.update({ upgrade: upgradeReport });
    expect((await schemaUpgrade(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('looks at the database again after a failure, cut off or not, and does not repeat the upgrade', async () => {
    const test = await failed();
    const { inspect, upgrade } = test.plan.work;
    test.cluster.writes.length = 0;
    expect((await schemaUpgrade(test.attempt)).message).toBe('checking whether the database was changed');
    expect((await test.restarted()).journal.upgradeFailure).toMatch(/prod-qm-upgrade-3 failed/);
    expect(await schemaUpgrade(test.attempt)).toMatchObject({
      kind: 'wait',
      message: 'checking whether the database was changed',
      seconds: 1,
    });
    await schemaUpgrade(test.attempt);
    expect(test.attempt.journal.inspectAgain).toBeUndefined();
    vanishPod(test, inspect);
    const again = await test.restarted();
    expect((await schemaUpgrade(again)).message).toMatch(/^checking whether the database was changed: its pod/);
    expect(again.journal.inspectAgain).toBe(true);
    expect(changesIn(test.cluster)).toEqual([
      `delete Job ${inspect.metadata.name}`,
      `create Job ${inspect.metadata.name}`,
    ]);
    const place = { namespace, name: inspect.metadata.name };
    const { uid } = test.cluster.peek(kinds.jobs, place)?.metadata ?? {};
    await schemaUpgrade(again);
    expect(test.cluster.peek(kinds.jobs, place)?.metadata.uid).toBe(uid);
    endJob(test, inspect);
    await expect(schemaUpgrade(again)).rejects.toMatchObject({
      message: expect.stringMatching(/prod-qm-upgrade-3 failed.*still at its old revision/) as never,
      remedy: expect.stringContaining(`oc logs job/${upgrade.metadata.name}`) as never,
    });
    expect(again.journal.databaseUntouched).toBe(true);
  });

  it('says that the backup is needed where the database was changed', async () => {
    const test = await failed();
    const { inspect } = test.plan.work;
    await schemaUpgrade(test.attempt);
    await schemaUpgrade(test.attempt);
    vanishPod(test, inspect);
    await schemaUpgrade(test.attempt);
    endJob(test, inspect, { state: 'Failed', said: 'another revision' });
    await expect(schemaUpgrade(test.attempt)).rejects.toMatchObject({
      message: expect.stringMatching(/no longer at its old revision/) as never,
      remedy: expect.stringMatching(/backup.*5b8dc452f5c3.*DROP COLUMN immutable;` and `DROP INDEX/) as never,
    });
    expect(test.attempt.journal).not.toHaveProperty('databaseUntouched');
  });

  it('looks at the database again where somebody has deleted the upgrade', async () => {
    const test = await inPlace();
    await schemaUpgrade(test.attempt);
    if (test.plan.work.rest) endJob(test, test.plan.work.rest);
    await schemaUpgrade(test.attempt);
    test.cluster.vanish(kinds.jobs, { namespace, name: test.plan.work.upgrade.metadata.name });
    expect((await schemaUpgrade(test.attempt)).message).toBe('checking whether the database was changed');
    expect(test.attempt.journal.upgradeFailure).toMatch(/was deleted during/);
  });
});
