import { describe, expect, it } from 'vitest';
import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { restoreOwnership } from './restore-ownership.ts';
import { restoreOwnershipStep } from '../rollback/restore-ownership-step.ts';
import { forgetPlan } from '../rollback/rolling-back.fixture.ts';
import { databaseResource, detachDatabase, holdEcosystem } from './old-database.ts';

const { namespace } = target;
const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: 'uid-QuayEcosystem-prod' };
const foreign = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'other' };

/** A QuayEcosystem that is held, and a database without its owner. */
async function detached(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const ecosystem = { metadata: { finalizers: ['example.com/other'] } };
  const test = await attemptOf({ change: { ecosystem }, ...differs });
  for (const { plural, name } of test.plan.freeze.detached) {
    test.cluster.edit(
      databaseResource(plural),
      { namespace, name },
      { metadata: { ownerReferences: [foreign, owner] } },
    );
  }
  await holdEcosystem(test.attempt);
  await detachDatabase(test.attempt, test.plan);
  test.cluster.writes.length = 0;
  return test;
}

function ownersOf({ cluster, plan }: AttemptUnderTest): readonly unknown[] {
  return plan.freeze.detached.map(
    ({ plural, name }) => cluster.peek(databaseResource(plural), { namespace, name })?.metadata.ownerReferences,
  );
}

const finalizersOf = ({ cluster }: AttemptUnderTest) => cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers;

describe('restoreOwnership', () => {
  it('gives the database back and lets the QuayEcosystem go, once', async () => {
    const test = await detached();
    await restoreOwnership(test.attempt);
    expect(ownersOf(test)).toEqual(test.plan.freeze.detached.map(() => [foreign, owner]));
    expect(finalizersOf(test)).toEqual(['example.com/other']);
    // A QuayEcosystem that is not held any more could be deleted, and its database with it.
    expect(changesIn(test.cluster).at(-1)).toBe('patch QuayEcosystem prod');
    test.cluster.writes.length = 0;
    await restoreOwnership(await test.restarted());
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('gives nothing to a QuayEcosystem that is being deleted, and lets it go', async () => {
    const test = await detached();
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    test.cluster.edit(kinds.quayEcosystems, target, { metadata: { deletionTimestamp } });
    await restoreOwnership(test.attempt);
    expect(ownersOf(test)).toEqual(test.plan.freeze.detached.map(() => [foreign]));
    expect(finalizersOf(test)).toEqual(['example.com/other']);
  });

  it('gives nothing to another QuayEcosystem of that name', async () => {
    const test = await detached();
    test.cluster.edit(kinds.quayEcosystems, target, { metadata: { uid: 'successor' } });
    await restoreOwnership(test.attempt);
    expect(ownersOf(test)).toEqual(test.plan.freeze.detached.map(() => [foreign]));
  });

  it('does without the QuayEcosystem, without its finalizers, and without objects that are gone', async () => {
    const test = await detached();
    const [first] = test.plan.freeze.detached;
    if (first === undefined) throw new Error('nothing is detached');
    test.cluster.vanish(databaseResource(first.plural), { namespace, name: first.name });
    test.cluster.edit(kinds.quayEcosystems, target, { metadata: { finalizers: null } });
    await restoreOwnership(test.attempt);
    expect(ownersOf(test)).toEqual([undefined, ...test.plan.freeze.detached.slice(1).map(() => [foreign, owner])]);
    expect(changesIn(test.cluster)).not.toContain('patch QuayEcosystem prod');
    test.cluster.writes.length = 0;
    test.cluster.vanish(kinds.quayEcosystems, target);
    await restoreOwnership(test.attempt);
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('gives nothing that the QuayEcosystem did not own before', async () => {
    const test = await attemptOf();
    for (const { plural, name } of test.plan.freeze.detached) {
      const object = test.cluster.peek(databaseResource(plural), { namespace, name });
      if (object !== undefined) await test.attempt.recordOriginal(databaseResource(plural), object);
    }
    await restoreOwnership(test.attempt);
    expect(changesIn(test.cluster)).toEqual([]);
  });
});

describe('a database that was upgraded in place', () => {
  const choices = { database: 'unmanaged' } as const;

  it('does not go with the QuayEcosystem while the new registry uses it', async () => {
    const test = await detached({ choices });
    await restoreOwnership(test.attempt);
    expect(ownersOf(test)).toEqual(test.plan.freeze.detached.map(() => [foreign]));
    expect(finalizersOf(test)).toEqual(['example.com/other']);
  });

  it('belongs to it again after a rollback', async () => {
    const test = await detached({ choices, journal: { phase: 'rolling-back' } });
    await restoreOwnership(test.attempt);
    expect(ownersOf(test)).toEqual(test.plan.freeze.detached.map(() => [foreign, owner]));
  });
});

describe('the part of a rollback', () => {
  it('gives back', async () => {
    const test = await detached();
    expect(await restoreOwnershipStep(test.attempt)).toEqual({
      kind: 'done',
      message: 'owner references and finalizers are restored',
    });
    expect(finalizersOf(test)).not.toContain(ecosystemFinalizer);
  });

  it('has nothing to do before there was a plan', async () => {
    const test = await detached();
    await forgetPlan(test.attempt);
    expect(await restoreOwnershipStep(test.attempt)).toEqual({
      kind: 'done',
      message: 'no owner references were removed',
    });
    expect(changesIn(test.cluster)).toEqual([]);
  });
});
