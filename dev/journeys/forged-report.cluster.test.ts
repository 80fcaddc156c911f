import { afterEach, expect, it } from 'vitest';
import { encodeBase64 } from '../../src/domain/config/base64.ts';
import { reportKey } from '../../src/domain/plan/jobs/database-connection.ts';
import { migrationNames } from '../../src/domain/migration-names.ts';
import { secrets } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { watchJournal } from './journal-watch.ts';
import { Journey } from './journey.ts';

let journey: Journey;

afterEach(async () => {
  await journey.end();
});

/** As somebody who may write Secrets in the namespace, once the old registry is stopped. */
function keyReplaced(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stop = watchJournal(testCluster().client('admin'), journey, (journal) => {
      if (journal.steps.freeze === undefined) return;
      stop();
      const target = { namespace: journey.namespace, name: migrationNames(journey.name, 1).workSecret };
      const body = { data: { [reportKey]: encodeBase64('a key of my own') } };
      testCluster().client('namespace-admin').patch(secrets, target, { type: 'merge', body }).then(resolve, reject);
    });
  });
}

it('a proof that is signed with a key of somebody else is none: the copy runs again, and never counts as equal', async () => {
  journey = await Journey.begin({ sample: 'a', rows: 1000 });
  const before = await journey.untilServes('legacy');
  const replaced = keyReplaced();
  await journey.label();
  await replaced;
  const end = await journey.untilReason('RolledBack');
  expect(end.message).toContain('in step database');
  expect(end.message).toContain('could not be read completely');
  const journal = await journey.lastJournal();
  expect(journal.retries).toBe(2);
  expect(journal.proof).toBeUndefined();
  expect(journal.steps['schema-upgrade']).toBeUndefined();
  expect((await journey.untilServes('legacy')).repositories).toEqual(before.repositories);
  const claims = await journey.kubectl('get', 'pvc', '-o', 'name');
  expect(claims).not.toContain('quay-postgres-13');
});
