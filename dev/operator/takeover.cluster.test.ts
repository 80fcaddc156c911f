import { afterEach, describe, expect, it } from 'vitest';
import type { OwnerReference } from '../../src/k8s/object.ts';
import * as kinds from '../../src/k8s/resource.ts';
import type { Route } from '../../src/k8s/route.ts';
import type { Service } from '../../src/k8s/service.ts';
import { RegistryCase } from './registry-case.fixture.ts';

/** Controls the object before the registry comes, and stays beside it. */
async function otherOwner(registry: RegistryCase): Promise<OwnerReference> {
  const owner = await registry.client.create(kinds.configMaps, registry.object('ConfigMap', 'old-owner'));
  return { apiVersion: 'v1', kind: 'ConfigMap', name: 'old-owner', uid: owner.metadata.uid ?? '', controller: true };
}

afterEach(() => RegistryCase.endAll());

describe('what bears a name of the operator’s', () => {
  it('a Route of somebody else is taken over before any pod of the new registry is there', async () => {
    const registry = await RegistryCase.begin();
    const owner = await otherOwner(registry);
    const route: Route = {
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: { name: 'reg-quay', namespace: registry.namespace, ownerReferences: [owner], labels: { old: 'yes' } },
      spec: {
        host: `old-${registry.namespace}.apps.local`,
        path: '/',
        to: { kind: 'Service', name: 'reg-quay' },
        port: { targetPort: 8443 },
        tls: { termination: 'passthrough' },
      },
    };
    const { metadata } = await registry.client.create(kinds.routes, route);
    // Nothing comes after the databases.
    await registry.faults({ databaseNeverReady: 'true' });
    await registry.create({});
    const taken = await registry.until('a Route that leads to the new Service', async () => {
      const found = await registry.get(kinds.routes, 'reg-quay');
      return found.spec?.to?.name === 'reg-quay-app' ? found : undefined;
    });
    expect(taken.metadata.uid).toBe(metadata.uid);
    expect(taken.metadata.labels).toMatchObject({ old: 'yes', 'quay-operator/quayregistry': 'reg' });
    expect(taken.metadata.ownerReferences?.map(({ kind, controller }) => [kind, controller])).toEqual([
      ['ConfigMap', true],
      ['QuayRegistry', undefined],
    ]);
    expect(taken.spec).toMatchObject({
      host: registry.host,
      path: '/',
      port: { targetPort: 'http' },
      tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' },
    });
    expect(await registry.find(kinds.deployments, 'reg-quay-app')).toBeUndefined();
  });

  it('a Service called like quay-app’s loses type and selector and keeps its own ports', async () => {
    const registry = await RegistryCase.begin();
    const service: Service = {
      ...registry.object('Service', 'reg-quay-app'),
      spec: {
        type: 'LoadBalancer',
        selector: { old: 'yes' },
        ports: [
          { name: 'https', port: 443, targetPort: 9443 },
          { name: 'extra', port: 1234 },
        ],
      },
    };
    await registry.client.create(kinds.services, service);
    await registry.create({});
    const taken = await registry.until('a Service of type ClusterIP', async () => {
      const found = await registry.get(kinds.services, 'reg-quay-app');
      return found.spec?.type === 'ClusterIP' ? found : undefined;
    });
    const ports = Object.fromEntries(taken.spec?.ports?.map(({ port, targetPort }) => [port, targetPort]) ?? []);
    expect(ports).toMatchObject({ 443: 8443, 80: 8080, 1234: 1234 });
    expect(taken.spec?.selector).toMatchObject({ 'quay-component': 'quay-app' });
  });

  it('a Secret that shares the prefix of the rendered ones is deleted', async () => {
    const registry = await RegistryCase.begin();
    await registry.client.create(kinds.secrets, registry.object('Secret', 'reg-quay-config-secret-mine'));
    await registry.create({});
    await registry.until('end of the Secret', async () =>
      (await registry.find(kinds.secrets, 'reg-quay-config-secret-mine')) === undefined ? true : undefined,
    );
    expect(await registry.find(kinds.secrets, 'bundle')).toBeDefined();
  });
});
