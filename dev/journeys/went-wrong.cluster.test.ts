import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../src/domain/config/base64.ts';
import { configMaps, secrets } from '../../src/k8s/resource.ts';
import { journalName } from '../../src/service/engine/journal/journal-names.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { watchJournal } from './journal-watch.ts';
import { Journey, type ServedRepositories } from './journey.ts';

let journey: Journey;
let before: ServedRepositories;

async function begin(): Promise<void> {
  journey = await Journey.begin({ sample: 'a', rows: 1000 });
  before = await journey.untilServes('legacy');
}

afterEach(async () => {
  await journey.end();
});

async function fault(data: Readonly<Record<string, string>>): Promise<void> {
  const metadata = { name: 'dev-faults', namespace: journey.namespace };
  await testCluster().client('admin').create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
}

/** Calls back once, when a step has begun. */
function whenBegun(step: 'database' | 'freeze', then: () => Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = watchJournal(testCluster().client('admin'), journey, (journal) => {
      if (journal.steps[step] === undefined) return;
      stop();
      then().then(() => {
        resolve();
      }, reject);
    });
  });
}

/** SQL as superuser on the temporary server, before anything is copied into it. */
async function sabotage(sql: string): Promise<void> {
  const secret = await testCluster()
    .client('admin')
    .get(secrets, `${journey.name}-quay-migration-work-1`, journey.namespace);
  const client = new pg.Client({
    host: await testCluster().addressOf(journey.namespace, `${journey.name}-qm-db-1`),
    user: 'postgres',
    password: decodeBase64(secret?.data?.['target-root-password'] ?? ''),
    database: `${journey.name}-quay-database`,
  });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** A trigger that the tables of the copy get as soon as they are made. */
function onEachTable(body: string): string {
  return `
    create function public.sabotage_row() returns trigger language plpgsql as $$ begin ${body} end $$;
    create function public.sabotage() returns event_trigger language plpgsql security definer as $$
    declare made record;
    begin
      for made in select * from pg_event_trigger_ddl_commands() where object_type = 'table' and object_identity like '%repository' loop
        execute format('create trigger sabotage before insert on %s for each row execute function public.sabotage_row()', made.object_identity);
      end loop;
    end $$;
    create event trigger sabotage on ddl_command_end when tag in ('CREATE TABLE') execute function public.sabotage();`;
}

async function expectTheOldRegistry(): Promise<void> {
  expect((await journey.untilServes('legacy')).repositories).toEqual(before.repositories);
  expect(await journey.kubectl('get', 'quayregistry', '-o', 'name')).toBe('');
  expect((await journey.ecosystem()).metadata.finalizers ?? []).toEqual([]);
  const claims = await journey.kubectl('get', 'pvc', '-o', 'name');
  expect(claims).not.toContain('quay-postgres-13');
}

describe('when something goes wrong', () => {
  it('a copy that fails leaves no QuayRegistry, and the old registry running', async () => {
    await begin();
    await journey.annotate('quay-migration/copy-before-freeze=false');
    const ready = whenBegun('freeze', () => sabotage(onEachTable(`raise exception 'the disk is full';`)));
    await journey.label();
    await ready;
    const end = await journey.untilReason('RolledBack');
    expect(end.message).toContain('in step database');
    expect(end.message).toContain('What to do');
    expect((await journey.lastJournal()).retries).toBe(2);
    await expectTheOldRegistry();
  });

  it('a row that changed on the way is found by the proof', async () => {
    await begin();
    await journey.annotate('quay-migration/copy-before-freeze=false');
    const ready = whenBegun('freeze', () =>
      sabotage(onEachTable(`new.description := coalesce(new.description, '') || 'x'; return new;`)),
    );
    await journey.label();
    await ready;
    const end = await journey.untilReason('RolledBack');
    expect(end.message).toContain('repository');
    expect(end.message).toMatch(/equal|differ/);
    await expectTheOldRegistry();
  });

  it('an upgrade Job that fails leaves no QuayRegistry, and the old registry running', async () => {
    await begin();
    await fault({ migrate: 'fail' });
    await journey.label();
    const end = await journey.untilReason('RolledBack');
    expect(end.message).toContain('in step schema-upgrade');
    expect(end.message).toContain(`${journey.name}-qm-upgrade-1`);
    await expectTheOldRegistry();
    const job = `job/${journey.name}-qm-upgrade-1`;
    expect(await journey.kubectlAs('admin', 'logs', job)).toContain('as the fault "migrate" asks');
    // Half an hour for a database of this size, not the five hours of its volume.
    expect(await journey.kubectl('get', job, '-o', 'jsonpath={.spec.activeDeadlineSeconds}')).toBe('1800');
  });

  it('a rollout that stays blocked is told with the operator’s words, and is rolled back while nothing was written', async () => {
    await begin();
    await fault({ rolloutBlocked: 'the bundle is not to the operator’s taste' });
    await journey.label();
    const end = await journey.untilReason('RolledBack');
    expect(end.message).toContain('in step rollout');
    expect(end.message).toContain('taste');
    await expectTheOldRegistry();
  });

  it('a legacy Deployment that is scaled up during the copy fails the step, and who did it is told', async () => {
    await begin();
    const scaled = whenBegun('database', () =>
      journey.kubectl('scale', 'deployment', `${journey.name}-quay`, '--replicas=1'),
    );
    await journey.label();
    await scaled;
    const end = await journey.untilReason('RolledBack');
    expect(end.message).toContain(`${journey.name}-quay`);
    expect(end.message).toMatch(/kubectl|connected|written/);
    await expectTheOldRegistry();
  });

  it('a copy Job that somebody deletes is started once more', async () => {
    await begin();
    const deleted = whenBegun('database', async () => {
      const job = `${journey.name}-qm-copy-1`;
      while (!(await journey.kubectl('get', 'jobs', '-o', 'name')).includes(job)) await sleep(50);
      await journey.kubectl('delete', 'job', job);
    });
    await journey.label();
    await deleted;
    await journey.untilReason('Migrated');
    expect((await journey.lastJournal()).proof?.equal).toBe(true);
  });

  it('an upgrade that is cut off where it cannot be repeated is repaired and repeated', async () => {
    await begin();
    await fault({ migrate: 'hang:5b8dc452f5c3' });
    await journey.label();
    const job = `${journey.name}-qm-upgrade-1`;
    const log = () => journey.kubectlAs('admin', 'logs', `job/${job}`).catch(() => '');
    while (!(await log()).includes('5b8dc452f5c3')) await sleep(200);
    await sleep(1000);
    await journey.kubectl('delete', 'configmap', 'dev-faults');
    await journey.kubectl('delete', 'pod', '--selector', `batch.kubernetes.io/job-name=${job}`);
    await journey.untilReason('Migrated');
    expect((await journey.lastJournal()).upgradeRepeats).toBe(1);
    expect((await journey.untilServes('current')).repositories).toEqual(before.repositories);
  });

  it('a journal that somebody deletes in the middle stays until the end, and after it', async () => {
    await begin();
    const journal = ['secret', journalName(journey, 1), '--namespace', journey.serviceNamespace];
    const deleted = whenBegun('database', () => journey.kubectlAs('admin', 'delete', ...journal, '--wait=false'));
    await journey.label();
    await deleted;
    await journey.untilReason('Migrated');
    expect((await journey.journals()).map(({ phase }) => phase)).toEqual(['done']);
    const finalizers = ['-o', 'jsonpath={.metadata.finalizers}'];
    expect(await journey.kubectlAs('admin', 'get', ...journal, ...finalizers)).toBe('');
  });

  it('a QuayEcosystem that is deleted during the copy stays until the end, and takes no old data with it', async () => {
    await begin();
    const deleted = whenBegun('database', () =>
      journey.kubectl('delete', 'quayecosystem', journey.name, '--wait=false', '--cascade=foreground'),
    );
    await journey.label();
    await deleted;
    expect((await journey.untilServes('current')).repositories).toEqual(before.repositories);
    const deadline = Date.now() + 60_000;
    while ((await journey.kubectl('get', 'quayecosystem', '-o', 'name')) !== '' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await journey.kubectl('get', 'quayecosystem', '-o', 'name')).toBe('');
    const claims = await journey.kubectl('get', 'pvc', '-o', 'name');
    expect(claims).toContain(`${journey.name}-quay-postgresql`);
    expect((await journey.lastJournal()).phase).toBe('done');
  });
});
