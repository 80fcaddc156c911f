import { afterEach, expect, it } from 'vitest';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import { roles } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { watchJournal } from './journal-watch.ts';
import { Journey } from './journey.ts';

let journey: Journey;

afterEach(async () => {
  await journey.end();
});

type Role = KubernetesObject & { readonly rules?: readonly Rule[] };

interface Rule {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const role = 'quay-migration-plugin-engine';

async function setRules(change: (rules: readonly Rule[]) => readonly Rule[]): Promise<readonly Rule[]> {
  const client = testCluster().client('admin');
  const { rules = [] } = (await client.get(roles, role, journey.namespace)) as Role;
  const target = { namespace: journey.namespace, name: role };
  await client.patch(roles, target, { type: 'merge', body: { rules: change(rules) } });
  return rules;
}

/** Takes one verb for one kind of object away from the service, once the old registry is stopped. */
function takenAway(denied: Readonly<Record<string, string>>): Promise<readonly Rule[]> {
  return new Promise((resolve, reject) => {
    const stop = watchJournal(testCluster().client('admin'), journey, (journal) => {
      if (journal.steps.freeze === undefined) return;
      stop();
      setRules((rules) =>
        rules.map((rule) => {
          const verb = denied[rule.resources[0] ?? ''];
          return { ...rule, verbs: rule.verbs.filter((one) => one !== verb) };
        }),
      ).then(resolve, reject);
    });
  });
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within two minutes: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it('a write that is rejected for good fails its step long before the deadline, and in a rollback is repeated until it is granted', async () => {
  journey = await Journey.begin({ sample: 'a', rows: 1000 });
  const before = await journey.untilServes('legacy');
  const rules = takenAway({ quayregistries: 'create', routes: 'patch' });
  await journey.label();
  await rules;
  await until('the step failed', async () => (await journey.lastJournal()).phase === 'rolling-back');
  const failed = await journey.lastJournal();
  expect(failed.failedStep).toBe('registry');
  expect(failed.cause).toContain(`rejected the request to create QuayRegistry ${journey.namespace}/${journey.name}`);
  expect(failed.cause).toContain('cannot create resource "quayregistries"');
  expect(failed.remedy).toContain('helm upgrade');

  // The Route cannot be put back, but the outage ends; what is missing is told.
  expect((await journey.untilServes('legacy')).repositories).toEqual(before.repositories);
  const told = await journey.condition('QuayMigration');
  expect(told?.reason).toBe('RollingBack');
  expect(told?.message).toContain(
    `restore-access: the API server rejected the request to patch Route ${journey.namespace}/`,
  );

  const granted = await rules;
  await setRules(() => granted);
  const end = await journey.untilReason('RolledBack');
  expect(end.message).toContain('the old registry is restored');
  expect(Object.values((await journey.lastJournal()).rollback).map((part) => part.state)).not.toContain('failed');
});
