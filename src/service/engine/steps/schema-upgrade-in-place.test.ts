import { describe, expect, it } from 'vitest';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptCase, type AttemptUnderTest, target } from '../attempt.fixture.ts';
import { endJob, sourceReport } from '../ended-job.fixture.ts';
import { exists, frozen, job, lookUntil, report } from './schema-upgrade.fixture.ts';
import { schemaUpgrade } from './schema-upgrade.ts';

const { namespace } = target;
const unmanaged: AttemptCase = { choices: { database: 'unmanaged' } };

describe('the upgrade of a database where it is', () => {
  it('does not begin while somebody else uses it', async () => {
    const test = await frozen(unmanaged);
    expect((await schemaUpgrade(test.attempt)).message).toMatch(/^looking whether somebody else uses the database/);
    endJob(test, job(test, 'rest'), { state: 'Failed', said: 'somebody@10.0.0.1' });
    await expect(schemaUpgrade(test.attempt)).rejects.toMatchObject({
      message: expect.stringMatching(/somebody@10\.0\.0\.1/) as never,
      remedy: expect.stringMatching(/was not touched/) as never,
    });
    expect(exists(test, job(test, 'upgrade'))).toBe(false);
  });

  async function began(): Promise<AttemptUnderTest> {
    const test = await frozen(unmanaged);
    await schemaUpgrade(test.attempt);
    endJob(test, job(test, 'rest'));
    await schemaUpgrade(test.attempt);
    return test;
  }

  it('does not ask who uses it once it has begun', async () => {
    const test = await began();
    test.cluster.vanish(kinds.jobs, { namespace, name: job(test, 'rest').metadata.name });
    expect((await schemaUpgrade(test.attempt)).message).toMatch(new RegExp(`^${job(test, 'upgrade').metadata.name}: `));
    expect(exists(test, job(test, 'rest'))).toBe(false);
  });

  async function failed(): Promise<AttemptUnderTest> {
    const test = await began();
    endJob(test, job(test, 'upgrade'), { state: 'Failed', said: 'disk full' });
    expect((await schemaUpgrade(test.attempt)).message).toBe('looking whether the database was changed');
    expect(test.attempt.journal.upgradeFailure).toMatch(/disk full/);
    await lookUntil(test, /^looking whether the database was changed: /);
    return test;
  }

  it('has changed nothing when the database is at its old revision', async () => {
    const test = await failed();
    endJob(test, job(test, 'inspect'), { report: ['source', sourceReport] });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/disk full; the database is still at its old revision/);
    expect(test.attempt.journal.databaseUntouched).toBe(true);
  });

  it('needs a restore when it is at another one, and says the SQL of a half-done revision', async () => {
    const test = await failed();
    endJob(test, job(test, 'inspect'), { state: 'Failed' });
    await expect(schemaUpgrade(test.attempt)).rejects.toMatchObject({
      message: expect.stringMatching(/no longer at its old revision/) as never,
      remedy: expect.stringMatching(/Restore the database.*ALTER TABLE|Restore the database.*`/s) as never,
    });
    expect(test.attempt.journal.databaseUntouched).toBeUndefined();
  });

  it('is looked at when somebody has deleted its Job', async () => {
    const test = await began();
    test.cluster.vanish(kinds.jobs, { namespace, name: job(test, 'upgrade').metadata.name });
    expect((await schemaUpgrade(test.attempt)).message).toBe('looking whether the database was changed');
    expect(test.attempt.journal.upgradeFailure).toMatch(/was deleted by somebody/);
  });

  it('has no server to stop', async () => {
    const test = await began();
    endJob(test, job(test, 'upgrade'));
    await schemaUpgrade(test.attempt);
    endJob(test, job(test, 'check'), { report: ['upgrade', report] });
    expect(await schemaUpgrade(test.attempt)).toMatchObject({ kind: 'done' });
  });
});
