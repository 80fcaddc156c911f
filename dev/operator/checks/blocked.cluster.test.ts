import { afterEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { QuayRegistryComponent } from '../../../src/k8s/quayregistry.ts';
import * as kinds from '../../../src/k8s/resource.ts';
import { RegistryCase } from '../registry-case.fixture.ts';

const second = 1000;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

afterEach(() => RegistryCase.endAll());

describe('a bundle that the operator does not take', () => {
  it('blocks before anything is made, and is noticed when it is resolved', async () => {
    const registry = await RegistryCase.begin();
    const components: QuayRegistryComponent[] = [{ kind: 'objectstorage', managed: false }];
    await registry.client.create(kinds.quayRegistries, {
      apiVersion: 'quay.redhat.com/v1',
      kind: 'QuayRegistry',
      metadata: { name: 'reg', namespace: registry.namespace },
      spec: { configBundleSecret: 'bundle', components },
    });
    const blocked = { type: 'RolloutBlocked', status: 'True', reason: 'ConfigInvalid' } as const;
    await registry.untilCondition({
      ...blocked,
      message: 'unable to get `configBundleSecret`: secrets "bundle" not found',
    });
    await registry.untilCondition({
      type: 'ComponentTLSReady',
      status: 'False',
      message: 'Config bundle does not exist',
    });
    await registry.writeBundle('{ no: [yaml');
    await registry.untilCondition({
      ...blocked,
      message: 'unable to parse SERVER_HOSTNAME from config: unable to parse config.yaml: ',
    });
    expect((await registry.registry()).spec?.components).toEqual(components);
    await registry.writeBundle('SERVER_HOSTNAME: quay.example.com\n');
    await registry.untilCondition({
      ...blocked,
      message:
        'required component `objectstorage` marked as unmanaged, but `configBundleSecret` is missing necessary fields',
    });
    expect(await registry.find(kinds.services, 'reg-quay-app')).toBeUndefined();
    await registry.writeBundle('SERVER_HOSTNAME: quay.example.com\nDISTRIBUTED_STORAGE_CONFIG: {}\n');
    await registry.untilCondition({ type: 'RolloutBlocked', status: 'False' });
  });

  it('does not make a healthy registry unavailable', async () => {
    const registry = await RegistryCase.begin();
    await registry.prepareCaConfigMaps();
    await registry.create({});
    await registry.untilAvailable();
    await registry.writeBundle('- no mapping\n');
    await registry.untilCondition({ type: 'RolloutBlocked', status: 'True', reason: 'ConfigInvalid' });
    await pause(3 * second);
    expect(await registry.condition('Available')).toMatchObject({ status: 'True' });
  });

  it.each([
    ['postgres', { DB_URI: 'postgresql://somewhere/db' }],
    ['clair', { FEATURE_SECURITY_SCANNER: true }],
  ])('says which managed component it contradicts: %s', async (kind, config) => {
    const registry = await RegistryCase.begin();
    await registry.create({ config });
    await registry.untilCondition({
      type: 'RolloutBlocked',
      reason: 'ConfigInvalid',
      message: `${kind} component marked as managed, but \`configBundleSecret\` contains required fields`,
    });
  });
});

describe('objects that are in the way', () => {
  it('waits without a word for a database of another image', async () => {
    const registry = await RegistryCase.begin();
    const labels = { foreign: 'yes' };
    const containers = [{ name: 'postgres', image: 'example.com/postgresql-10-centos7:1' }];
    const foreign: Deployment = {
      ...registry.object('Deployment', 'reg-quay-database'),
      apiVersion: 'apps/v1',
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    };
    await registry.client.create(kinds.deployments, foreign);
    await registry.create({});
    await registry.until('longer grace', async () => {
      const { spec } = await registry.get(kinds.deployments, 'reg-quay-database');
      return spec?.template?.spec?.terminationGracePeriodSeconds === 600 ? true : undefined;
    });
    await pause(3 * second);
    expect(await registry.condition('RolloutBlocked')).toBeUndefined();
    expect(await registry.find(kinds.services, 'reg-quay-database')).toBeUndefined();
    expect((await registry.get(kinds.deployments, 'reg-quay-database')).metadata.ownerReferences).toBeUndefined();
    await registry.client.delete(kinds.deployments, foreign.metadata);
    await registry.untilCondition({ type: 'RolloutBlocked', status: 'False' });
  });

  it('dies of a CA ConfigMap without annotations, for all registries, until that is gone', async () => {
    const [registry, neighbour] = [await RegistryCase.begin(), await RegistryCase.begin()];
    const deadly = registry.object('ConfigMap', 'reg-cluster-trusted-ca');
    await registry.client.create(kinds.configMaps, deadly);
    await registry.create({});
    await pause(2 * second);
    expect(await registry.condition('RolloutBlocked')).toBeUndefined();
    expect(await registry.find(kinds.services, 'reg-quay-app')).toBeUndefined();
    await registry.client.delete(kinds.configMaps, deadly.metadata);
    await neighbour.create({});
    await registry.untilCondition({ type: 'RolloutBlocked', status: 'False' });
    await neighbour.untilCondition({ type: 'RolloutBlocked', status: 'False' });
  });

  it('blocks late at a name that is too long for its Job', async () => {
    const registry = await RegistryCase.begin('r'.repeat(47));
    await registry.prepareCaConfigMaps();
    await registry.create({});
    const refused = await registry.untilCondition({
      type: 'RolloutBlocked',
      status: 'True',
      reason: 'ComponentCreationFailed',
      message: 'must be no more than 63 characters',
    });
    expect(refused.message).toMatch(/^error creating\/updating object Job r{47}-quay-app-upgrade: /);
    // Nearly all is there by then.
    expect(await registry.find(kinds.deployments, `${registry.name}-quay-app`)).toBeDefined();
  });
});
