import { afterEach, describe, expect, it } from 'vitest';
import * as kinds from '../../src/k8s/resource.ts';
import { RegistryCase } from './registry-case.fixture.ts';

async function begin(faults: Readonly<Record<string, string>>): Promise<RegistryCase> {
  const registry = await RegistryCase.begin();
  await registry.prepareCaConfigMaps();
  await registry.faults(faults);
  await registry.create({});
  return registry;
}

function untilJob(registry: RegistryCase, not?: string): Promise<string> {
  return registry.until('upgrade Job', async () => {
    const uid = (await registry.find(kinds.jobs, 'reg-quay-app-upgrade'))?.metadata.uid;
    return uid === not ? undefined : uid;
  });
}

afterEach(() => RegistryCase.endAll());

describe('faults', () => {
  it('rolloutBlocked: blocked with those words, as long as it stands', async () => {
    const registry = await begin({ rolloutBlocked: 'no such luck' });
    const wanted = { type: 'RolloutBlocked', status: 'True', message: 'no such luck' } as const;
    expect((await registry.untilCondition(wanted)).reason).toBe('ComponentCreationFailed');
    await registry.faults({});
    await registry.untilAvailable();
  });

  it('transientBlock: blocked once, and well by itself', async () => {
    const registry = await RegistryCase.begin();
    await registry.prepareCaConfigMaps();
    const { states, stop } = registry.follow('RolloutBlocked');
    await registry.faults({ transientBlock: 'route "reg-test-route" not found' });
    await registry.create({});
    const blocked = await registry.until('block', async () => states.find(({ status }) => status === 'True'));
    expect(blocked).toMatchObject({ reason: 'RouteComponentDependencyError' });
    await registry.untilCondition({ type: 'RolloutBlocked', status: 'False' });
    stop();
  });

  it('loseStatusWrite: the Job runs again and again, and is never killed while it runs', async () => {
    const registry = await begin({ loseStatusWrite: 'true' });
    const first = await untilJob(registry);
    await untilJob(registry, first);
    expect((await registry.registry()).status?.currentVersion).toBeUndefined();
    await registry.faults({});
    await registry.untilAvailable();
  });

  it('databaseNeverReady: nothing comes after the databases', async () => {
    const registry = await begin({ databaseNeverReady: 'true' });
    await registry.untilCondition({ type: 'ComponentPostgresReady', status: 'False' });
    await registry.untilCondition({ type: 'RolloutBlocked', status: 'False' });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await registry.find(kinds.jobs, 'reg-quay-app-upgrade')).toBeUndefined();
    expect(await registry.find(kinds.deployments, 'reg-clair-app')).toBeUndefined();
  });

  it('routeNotAdmitted: all is there, and never available', async () => {
    const registry = await begin({ routeNotAdmitted: 'true' });
    await registry.until('finalizer', async () => (await registry.registry()).metadata.finalizers?.[0]);
    await registry.untilCondition({ type: 'ComponentRouteReady', status: 'False', message: 'not admitted' });
    expect(await registry.condition('Available')).toMatchObject({ status: 'False' });
    await registry.faults({});
    await registry.untilAvailable();
  });

  it('migrate: a Job that fails is told, deleted and made again', async () => {
    const registry = await begin({ migrate: 'fail' });
    const first = await untilJob(registry);
    await registry.untilCondition({
      type: 'ComponentsCreated',
      status: 'False',
      reason: 'MigrationsFailed',
      message: 'Job has reached the specified backoff limit',
    });
    await untilJob(registry, first);
    await registry.untilCondition({ type: 'ComponentsCreated', reason: 'MigrationsInProgress' });
    expect((await registry.registry()).status?.currentVersion).toBeUndefined();
  });
});
