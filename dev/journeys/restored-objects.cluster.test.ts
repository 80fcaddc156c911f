import { afterEach, expect, it } from 'vitest';
import type { OwnerReference } from '../../src/k8s/object.ts';
import { deployments, ingresses, routes } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { Journey } from './journey.ts';

const client = testCluster().client('admin');
let journey: Journey;

afterEach(async () => {
  await journey.end();
});

async function untilFrozen(): Promise<void> {
  await expect
    .poll(async () => (await journey.condition('QuayMigrationFreeze'))?.status, { timeout: 300_000, interval: 100 })
    .toBe('True');
}

it('makes a Deployment and a Route anew that somebody deletes while a migration runs', async () => {
  journey = await Journey.begin({ sample: 'a', rows: 1000 });
  const before = await journey.untilServes('legacy');
  const name = `${journey.name}-quay`;
  const [deployment, route] = await Promise.all([
    client.get(deployments, name, journey.namespace),
    client.get(routes, name, journey.namespace),
  ]);
  await journey.label();
  await untilFrozen();
  await journey.kubectl('delete', 'deployment', name);
  await journey.kubectl('delete', 'route', name);
  await journey.kubectl('label', 'quayecosystem', journey.name, 'quay-operator/migrate-');
  await journey.untilReason('RolledBack');

  const made = await client.get(deployments, name, journey.namespace);
  expect(made?.spec).toEqual(deployment?.spec);
  expect(made?.metadata.uid).not.toBe(deployment?.metadata.uid);
  const again = await client.get(routes, name, journey.namespace);
  expect(again?.spec).toEqual(route?.spec);
  const served = await journey.untilServes('legacy');
  expect(served.repositories).toEqual(before.repositories);
});

it('keeps the Ingress when the QuayEcosystem may go, and gives it back to it in a rollback', async () => {
  journey = await Journey.begin({ sample: 'd', rows: 1000 });
  await journey.untilServes('legacy');
  const owners = async (): Promise<readonly OwnerReference[]> =>
    (await client.get(ingresses, `${journey.name}-quay`, journey.namespace))?.metadata.ownerReferences ?? [];
  const before = await owners();
  expect(before).toHaveLength(1);
  await journey.label();
  await journey.untilReason('Blocked');
  const findings = (await journey.lastJournal()).findings.filter((finding) => finding.severity === 'warning');
  const ids = [...new Set(findings.map((finding) => finding.id))].join(',');
  await journey.annotate('quay-migration/request=2', `quay-migration/acknowledged=2: ${ids}`);
  await journey.untilReason('Migrated');
  expect(await owners()).toEqual([]);

  await journey.annotate('quay-migration/rollback=2', 'quay-migration/acknowledged=2: database-restored');
  await journey.untilReason('RolledBack');
  expect(await owners()).toEqual(before);
});
