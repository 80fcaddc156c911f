import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelsOf } from '../../src/domain/migration-names.ts';
import type { Condition } from '../../src/k8s/condition.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { journalName, journalType, planType } from '../../src/service/engine/journal/journal-names.ts';
import { journalOf } from '../../src/service/engine/journal/journal.fixture.ts';
import { type EcosystemJournals, JournalStore } from '../../src/service/engine/journal/journal-store.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { HostileTenant, packed } from './hostile-tenant.ts';

const cluster = testCluster();
const admin = cluster.client('admin');
let tenant: HostileTenant;
let mine = '';
let home = '';

beforeAll(async () => {
  tenant = await HostileTenant.begin();
  mine = tenant.namespace;
  home = tenant.serviceNamespace;
});

afterAll(async () => {
  await tenant.end();
});

function journalsOf(name: string): EcosystemJournals {
  return new JournalStore(admin, home).of({ namespace: mine, name });
}

async function ecosystem(of: string, annotations: Readonly<Record<string, string>> = {}): Promise<void> {
  await admin.create(kinds.quayEcosystems, {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { name: of, namespace: mine, labels: { 'quay-operator/migrate': 'true' }, annotations },
    spec: {},
  });
}

async function told(of: string, message: RegExp): Promise<Condition> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const conditions = (await admin.get(kinds.quayEcosystems, of, mine))?.status?.conditions ?? [];
    const condition = conditions.find(({ type }) => type === 'QuayMigration');
    if (condition !== undefined && message.test(condition.message ?? '')) return condition;
    if (Date.now() > deadline) throw new Error(`QuayEcosystem ${of} says ${JSON.stringify(condition)}`);
    await sleep(200);
  }
}

/** A command that a message names, with kubectl in the place of oc. */
function run(command: string): Promise<string> {
  const args = [...command.split(' ').slice(1), '--kubeconfig', cluster.kubeconfig('admin')];
  return new Promise((resolve, reject) => {
    execFile(cluster.tools.kubectl, args, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${command}: ${stderr}`));
    });
  });
}

describe('what is there and not believed is told, with what to do', () => {
  it("journals of an earlier version in the QuayEcosystem's namespace: nothing is begun until they are gone", async () => {
    const labels = labelsOf('old', 1);
    const metadata = { name: 'old-quay-migration-1', namespace: mine, labels };
    await tenant.putSecret(metadata, journalType, {
      journal: packed(journalOf({ ecosystem: { namespace: mine, name: 'old', uid: 'uid' } })),
    });
    await tenant.putSecret({ ...metadata, name: 'old-quay-migration-1-part2' }, planType, { plan: packed({}) });
    await ecosystem('old');
    const condition = await told('old', /does not trust/);
    expect(condition).toMatchObject({ status: 'False', reason: 'Blocked' });
    expect(condition.message).toContain(`Secret ${mine}/old-quay-migration-1`);
    expect(await journalsOf('old').list()).toEqual([]);
    const commands = condition.message?.match(/oc delete secret .*?type=[a-z/-]+/g) ?? [];
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(await run(command)).toContain('deleted');
    await told('old', /Attempt 1 .* was rejected/);
  });

  it('a journal that cannot be read stops its own QuayEcosystem, and no other', async () => {
    await ecosystem('torn');
    await told('torn', /was rejected/);
    const journals = journalsOf('torn');
    const secret = journalName({ namespace: mine, name: 'torn' }, 1);
    const body = { data: { journal: Buffer.from('torn').toString('base64') } };
    await admin.patch(kinds.secrets, { namespace: home, name: secret }, { type: 'merge', body });
    const annotations = { 'quay-migration/request': 'again' };
    await admin.patch(
      kinds.quayEcosystems,
      { namespace: mine, name: 'torn' },
      { type: 'merge', body: { metadata: { annotations } } },
    );
    const condition = await told('torn', /is not a valid migration journal/);
    expect(condition.message).toContain(`Secret ${home}/${secret}`);
    await ecosystem('whole');
    await told('whole', /was rejected/);
    const [command = ''] = condition.message?.match(/oc delete secret \S+ -n \S+/) ?? [];
    expect(await run(command)).toContain('deleted');
    await told('torn', /Attempt 1 \(request "again"\) was rejected/);
    expect(await journals.list()).toHaveLength(1);
  });

  it('the journal of a refused attempt goes with its QuayEcosystem', async () => {
    await ecosystem('short');
    await told('short', /was rejected/);
    const journals = journalsOf('short');
    expect(await journals.list()).toHaveLength(1);
    await admin.delete(kinds.quayEcosystems, { namespace: mine, name: 'short' });
    await expect.poll(async () => (await journals.list()).length, { timeout: 30_000 }).toBe(0);
  });

  it('one that another installation has taken is left to it', async () => {
    await ecosystem('theirs', { 'quay-migration/installation': 'elsewhere/uid' });
    await told('theirs', /another installation of the migration service \(elsewhere\/uid\)/);
    expect(await journalsOf('theirs').list()).toEqual([]);
    const free = { metadata: { annotations: { 'quay-migration/installation': null } } };
    await admin.patch(kinds.quayEcosystems, { namespace: mine, name: 'theirs' }, { type: 'merge', body: free });
    await told('theirs', /was rejected/);
    const taken = (await admin.get(kinds.quayEcosystems, 'theirs', mine))?.metadata.annotations;
    expect(taken?.['quay-migration/installation']).toBe(`${home}/${tenant.installation}`);
  });
});
