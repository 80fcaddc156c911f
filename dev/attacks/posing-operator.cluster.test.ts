import { afterEach, expect, it } from 'vitest';
import type { PlanPreview } from '../../src/contract/plan-preview.ts';
import type { Pod } from '../../src/k8s/pod.ts';
import { deployments, pods } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { bindUser } from '../cluster/grant-users.ts';
import { operatorNamespace } from '../cluster/operator-objects.ts';
import { ApiCaller } from '../journeys/api-caller.ts';
import { watchJournal } from '../journeys/journal-watch.ts';
import { Journey } from '../journeys/journey.ts';
import { evil, posingOperator } from './posing-operator.ts';

let journey: Journey;

afterEach(async () => {
  await journey.end();
});

/** Images of all pods that were ever in a namespace, until it is aborted. */
function imagesRun(namespace: string, signal: AbortSignal): Set<string> {
  const images = new Set<string>();
  const note = ({ object }: { readonly object: Pod }): void => {
    for (const { image = '' } of [...(object.spec?.initContainers ?? []), ...(object.spec?.containers ?? [])]) {
      images.add(image);
    }
  };
  void testCluster().client('admin').watch(pods, { namespace }, note, signal);
  return images;
}

/** The service looks at the attacker's Deployments as well: nothing but the cluster's word tells them apart. */
it("a tenant's Deployments that pose as operators name no image of another's migration, and do not stop it", async () => {
  const admin = testCluster().client('admin');
  const attackers = testCluster().client('nobody');
  const attacker = await testCluster().createNamespace('attacker');
  await bindUser(admin, 'nobody', 'edit', attacker);
  await attackers.create(deployments, posingOperator(attacker, { name: 'x', version: 'v3.18.0', label: 'olm.owner' }));
  await attackers.create(deployments, posingOperator(attacker, { name: 'quay-operator', version: 'v3.6.1' }));

  journey = await Journey.begin({
    sample: 'a',
    rows: 1000,
    service: { operatorNamespaces: [operatorNamespace, attacker] },
  });
  const watching = new AbortController();
  const images = imagesRun(journey.namespace, watching.signal);
  const api = await ApiCaller.of(journey);
  const { text } = await api.ask(api.part('plan'), { user: 'namespace-admin' });
  const plan = JSON.parse(text) as PlanPreview;
  expect(plan.quayVersion).toBe('v3.17.4');
  expect(plan.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(text).not.toContain(evil);

  // Once more while it runs, in time for the look before the freeze.
  const stop = watchJournal(admin, journey, (journal) => {
    if (journal.steps.prepare === undefined) return;
    stop();
    void attackers.create(
      deployments,
      posingOperator(attacker, { name: 'late', version: 'v3.3.4', label: 'olm.owner' }),
    );
  });
  await journey.label();
  await journey.untilReason('Migrated');
  watching.abort();
  expect(await admin.get(deployments, 'late', attacker)).toBeDefined();
  expect([...images].some((image) => image.includes('/quay:v3.17.4'))).toBe(true);
  expect([...images].filter((image) => image.includes(evil))).toEqual([]);
});
