import { describe, expect, it } from 'vitest';
import { migrationLabels } from '../../../domain/migration-names.ts';
import type { QuayRegistry } from '../../../k8s/quayregistry.ts';
import * as kinds from '../../../k8s/resource.ts';
import { attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { freeze } from './freeze.ts';
import { registry } from './registry.ts';

const { namespace } = target;

async function frozen(differs: Parameters<typeof attemptOf>[0] = {}) {
  const test = await attemptOf(differs);
  await freeze(test.attempt);
  test.cluster.writes.length = 0;
  return test;
}

describe('registry', () => {
  it('creates keys and bundle before the QuayRegistry that names them', async () => {
    const { cluster, attempt, plan } = await frozen();
    expect(await registry(attempt)).toMatchObject({ kind: 'done', message: `QuayRegistry ${namespace}/prod created` });
    const { managedKeys, bundle } = plan.registry;
    expect(changesIn(cluster)).toEqual([
      `create Secret ${managedKeys.metadata.name}`,
      `create Secret ${bundle.metadata.name}`,
      'create QuayRegistry prod',
    ]);
    expect(Object.keys(attempt.journal.created)).toContain('quayregistries/prod');
  });

  it('creates nothing twice, also when the service was started anew between any two writes', async () => {
    const { cluster, attempt, restarted } = await frozen();
    await registry(attempt);
    cluster.writes.length = 0;
    expect((await registry(await restarted())).kind).toBe('done');
    expect(cluster.writes).toEqual([]);
  });

  it('creates nothing while the old registry runs again', async () => {
    const { cluster, attempt } = await frozen();
    cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 1 } });
    await expect(registry(attempt)).rejects.toThrow(/prod-quay was scaled up/);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('creates nothing for another operator than the planned one', async () => {
    const { cluster, attempt } = await frozen();
    cluster.vanish(kinds.deployments, { namespace: 'openshift-operators', name: 'quay-operator.v3.17.4' });
    await expect(registry(attempt)).rejects.toThrow(/quay-operator changed/);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('asks neither of them once the QuayRegistry is created: its operator scales and updates as it likes', async () => {
    const { cluster, attempt } = await frozen();
    await registry(attempt);
    cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 1 } });
    cluster.vanish(kinds.deployments, { namespace: 'openshift-operators', name: 'quay-operator.v3.17.4' });
    expect((await registry(attempt)).kind).toBe('done');
  });

  it('does not take over a QuayRegistry that somebody else has made', async () => {
    const { cluster, attempt, plan } = await frozen();
    cluster.seed(kinds.quayRegistries, { ...plan.registry.registry, metadata: { name: 'prod', namespace } });
    await expect(registry(attempt)).rejects.toThrow(/QuayRegistry quay-enterprise\/prod exists and was not created by/);
  });

  const stored: [string, (planned: QuayRegistry) => QuayRegistry][] = [
    [
      'a component',
      ({ spec, ...rest }) => ({ ...rest, spec: { ...spec, components: (spec?.components ?? []).slice(1) } }),
    ],
    [
      'who manages one',
      ({ spec, ...rest }) => {
        const [first, ...others] = spec?.components ?? [];
        if (first === undefined) throw new Error('no component');
        return { ...rest, spec: { ...spec, components: [{ ...first, managed: !first.managed }, ...others] } };
      },
    ],
    [
      'overrides',
      ({ spec, ...rest }) => ({
        ...rest,
        spec: { ...spec, components: (spec?.components ?? []).map(({ overrides: _pruned, ...kept }) => kept) },
      }),
    ],
    ['the spec', ({ spec: _spec, ...rest }) => rest],
    ['spec.components', ({ spec, ...rest }) => ({ ...rest, spec: { ...spec, components: undefined } })],
    ['all components', ({ spec, ...rest }) => ({ ...rest, spec: { ...spec, components: [] } })],
  ];
  it.each(stored)('fails when the CRD has pruned %s', async (_what, prune) => {
    const env = [{ name: 'A', value: 'b' }];
    const { cluster, attempt, plan } = await frozen({
      plan: (planned) => {
        const [first, ...others] = planned.registry.registry.spec?.components ?? [];
        if (first === undefined) throw new Error('no component');
        const components = [{ ...first, overrides: { env } }, ...others];
        const changed = { ...planned.registry.registry, spec: { ...planned.registry.registry.spec, components } };
        return { ...planned, registry: { ...planned.registry, registry: changed } };
      },
    });
    await attempt.update({ created: { 'quayregistries/prod': {} } });
    const labels = { ...plan.registry.registry.metadata.labels, [migrationLabels.attempt]: '3' };
    const pruned = prune(plan.registry.registry);
    cluster.seed(kinds.quayRegistries, { ...pruned, metadata: { ...pruned.metadata, labels } });
    await expect(registry(attempt)).rejects.toThrow(/was stored without fields of spec.components for quay/);
  });
});
