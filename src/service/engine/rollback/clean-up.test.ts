import { describe, expect, it } from 'vitest';
import { workObjects } from '../../../domain/plan/plan.fixture.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, resourceOf, target } from '../attempt/attempt.fixture.ts';
import { endJob } from '../jobs/ended-job.fixture.ts';
import { cleanUp } from './clean-up.ts';
import { forgetPlan } from './rolling-back.fixture.ts';

const { namespace } = target;

/** What stays of a migration, but for the QuayRegistry. */
function keptObjects({ plan: { registry, database } }: AttemptUnderTest): readonly KubernetesObject[] {
  const claim = database.claim === undefined ? [] : [database.claim];
  return [registry.bundle, ...registry.caConfigMaps, registry.managedKeys, ...claim];
}

async function made(test: AttemptUnderTest): Promise<void> {
  for (const object of [...workObjects(test.plan), ...keptObjects(test)]) {
    await test.attempt.ensureCreated(resourceOf(object), object);
  }
  test.cluster.writes.length = 0;
}

const named = ({ kind, metadata }: KubernetesObject): string => `delete ${kind} ${metadata.name}`;

/** Looks until it is done; what was said, and what was deleted between two looks. */
async function lookUntilDone(test: AttemptUnderTest): Promise<{ said: string[]; deleted: string[][] }> {
  const said: string[] = [];
  const deleted: string[][] = [];
  for (let looks = 0; looks < 9; looks += 1) {
    test.cluster.writes.length = 0;
    const outcome = await cleanUp(await test.restarted());
    deleted.push([...changesIn(test.cluster)].sort());
    said.push(outcome.message);
    if (outcome.kind === 'done') break;
    expect(outcome.seconds).toBe(1);
  }
  return { said, deleted };
}

describe('cleanUp', () => {
  it('has nothing to do before there was a plan', async () => {
    const test = await attemptOf();
    await made(test);
    await forgetPlan(test.attempt);
    expect(await cleanUp(test.attempt)).toEqual({ kind: 'done', message: 'the migration had created no objects' });
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('removes what runs, then what that used, then what the migration made', async () => {
    const test = await attemptOf();
    await made(test);
    const { said, deleted } = await lookUntilDone(test);
    const work = workObjects(test.plan);
    const runs = work.filter(({ kind }) => kind === 'Job' || kind === 'Pod');
    expect(deleted).toEqual([
      runs.map(named).sort(),
      work
        .filter((object) => !runs.includes(object))
        .map(named)
        .sort(),
      keptObjects(test).map(named).sort(),
      [],
    ]);
    expect(said).toEqual([
      'deleting the temporary objects of the migration',
      'deleting the temporary objects of the migration',
      'deleting the objects that the migration created',
      'all objects of the migration are deleted',
    ]);
  });

  it('waits for what is being deleted, and deletes it once', async () => {
    const test = await attemptOf();
    await made(test);
    const name = test.plan.database.server?.metadata.name ?? '';
    test.cluster.edit(kinds.pods, { namespace, name }, { metadata: { finalizers: ['example.com/slow'] } });
    await cleanUp(test.attempt);
    test.cluster.writes.length = 0;
    expect(await cleanUp(test.attempt)).toMatchObject({ kind: 'wait' });
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('keeps volume and keys when the new registry has run, and names the volume', async () => {
    const test = await attemptOf({ journal: { registryRan: true } });
    await made(test);
    const { said } = await lookUntilDone(test);
    expect(said.at(-1)).toMatch(
      /^PersistentVolumeClaim quay-enterprise\/prod-quay-postgres-13 and Secret quay-enterprise\/prod-quay-registry-managed-secret-keys are kept: /,
    );
    const left = keptObjects(test).filter((object) => test.cluster.peek(resourceOf(object), placeOf(object)));
    expect(left).toEqual([test.plan.registry.managedKeys, test.plan.database.claim]);
  });

  it('has no volume to keep where the database was upgraded in place', async () => {
    const test = await attemptOf({ choices: { database: 'unmanaged' }, journal: { registryRan: true } });
    await made(test);
    const { said } = await lookUntilDone(test);
    expect(said.at(-1)).toMatch(/^Secret \S+ is kept: it contains the keys of the new registry$/);
    const { managedKeys } = test.plan.registry;
    expect(test.cluster.peek(kinds.secrets, placeOf(managedKeys))).toBeDefined();
  });

  it('leaves alone what somebody else has made under these names', async () => {
    const test = await attemptOf();
    await made(test);
    for (const object of keptObjects(test)) {
      test.cluster.edit(resourceOf(object), placeOf(object), { metadata: { uid: 'foreign' } });
    }
    const { said } = await lookUntilDone(test);
    expect(said.at(-1)).toBe('all objects of the migration are deleted');
    for (const object of keptObjects(test)) {
      expect(test.cluster.peek(resourceOf(object), placeOf(object))).toBeDefined();
    }
  });

  it('keeps a Job whose log says why it failed', async () => {
    const test = await attemptOf();
    await made(test);
    const { upgrade } = test.plan.work;
    endJob(test, upgrade, { state: 'Failed' });
    expect((await lookUntilDone(test)).said.at(-1)).toBe('all objects of the migration are deleted');
    expect(test.cluster.peek(kinds.jobs, placeOf(upgrade))).toBeDefined();
  });
});

function placeOf({ metadata }: KubernetesObject): { namespace: string; name: string } {
  return { namespace, name: metadata.name };
}
