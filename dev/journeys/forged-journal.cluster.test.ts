import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelsOf, migrationLabels, registryFinalizer } from '../../src/domain/plan/migration-names.ts';
import { plan as planned } from '../../src/domain/plan/plan.fixture.ts';
import type { Condition } from '../../src/k8s/condition.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { journalMetadata, journalName, journalType, planType } from '../../src/service/engine/journal-names.ts';
import { journalOf } from '../../src/service/engine/journal.fixture.ts';
import { JournalStore } from '../../src/service/engine/journal-store.ts';
import type { Journal } from '../../src/service/engine/journal.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { installChart, uninstallChart } from '../image/install-chart.ts';
import { servicePids } from './service-process.ts';

/**
 * Attacks of somebody who may do what ClusterRole `edit` allows in one namespace, on a service that has its rights in
 * that namespace and in another one: what stops him must be the service, not that it may not.
 */
const cluster = testCluster();
const admin = cluster.client('admin');
const attacker = cluster.client('nobody');

let mine = '';
let victim = '';
let home = '';
/** Public knowledge: the attacker is given it. */
let installation = '';

const name = 'q';
const done = { state: 'done' as const, startedAt: '2026-01-01T00:00:00Z', message: '' };

beforeAll(async () => {
  mine = await cluster.createNamespace('attacker');
  victim = await cluster.createNamespace('victim');
  home = `${mine}-service`;
  const edit: KubernetesObject & { readonly roleRef: object; readonly subjects: readonly object[] } = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'attacker', namespace: mine },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
  };
  await admin.create(kinds.roleBindings, edit);
  await admin.create(kinds.quayRegistries, {
    apiVersion: 'quay.redhat.com/v1',
    kind: 'QuayRegistry',
    metadata: { name, namespace: victim, finalizers: [registryFinalizer], labels: labelsOf(name, 2) },
    spec: { components: [] },
  });
  await installChart({
    ...release(),
    values: {
      watchNamespaces: [mine, victim],
      waitScale: 0.03,
      image: { registry: 'localhost', tag: 'dev' },
      console: { enabled: false },
    },
  });
  const found = await admin.get(kinds.configMaps, 'quay-migration-plugin-installation', home);
  installation = found?.metadata.uid ?? '';
});

afterAll(async () => {
  await admin.patch(
    kinds.quayRegistries,
    { name, namespace: victim },
    { type: 'merge', body: { metadata: { finalizers: null } } },
  );
  await uninstallChart(release());
});

function release() {
  return {
    helm: cluster.tools.helm,
    kubeconfig: cluster.kubeconfig('admin'),
    namespace: home,
    release: 'quay-migration-plugin',
  };
}

const pack = (value: unknown) => gzipSync(JSON.stringify(value));

async function put(metadata: KubernetesObject['metadata'], type: string, data: Readonly<Record<string, Buffer>>) {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, value.toString('base64')]));
  await attacker.create(kinds.secrets, { apiVersion: 'v1', kind: 'Secret', metadata, type, data: encoded });
}

/** A journal as the service would have written it: where the earlier version kept it, and as this version names it. */
async function forge(journal: Journal, plan?: unknown): Promise<void> {
  const packed = pack(plan ?? {});
  const digest = createHash('sha256').update(packed).digest('hex');
  const told = pack({ ...journal, ...(plan !== undefined && { plan: { parts: 1, digest } }) });
  const target = { namespace: mine, name };
  for (const head of [
    { name: `${name}-quay-migration-${journal.attempt}`, labels: labelsOf(name, journal.attempt) },
    { name: journalName(target, journal.attempt), ...journalMetadata(target, journal) },
  ]) {
    await attacker.delete(kinds.secrets, { name: head.name, namespace: mine });
    await attacker.delete(kinds.secrets, { name: `${head.name}-part2`, namespace: mine });
    await put({ ...head, namespace: mine }, journalType, { journal: told });
    await put({ ...head, namespace: mine, name: `${head.name}-part2` }, planType, { plan: packed });
  }
}

/** The attack needs no QuayEcosystem: a Pod, or a Job, with our labels wakes the service. */
async function wake(): Promise<void> {
  const labels = labelsOf(name, 2);
  const spec = { restartPolicy: 'Never', containers: [{ name: 'x', image: 'example.com/x' }] };
  const metadata = { name: `wake-${Date.now()}`, namespace: mine, labels };
  await attacker.create(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata, spec } as KubernetesObject);
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template: { spec } } };
  await attacker.create(kinds.jobs, job as KubernetesObject);
  // As long as the service takes for a few looks.
  await sleep(4000);
}

/** Versions of all that somebody could want of other namespaces, and of what grants rights. */
async function outside(): Promise<readonly string[]> {
  const all = [
    ...[kinds.secrets, kinds.configMaps, kinds.deployments, kinds.pods, kinds.jobs, kinds.services],
    ...[kinds.roles, kinds.roleBindings, kinds.serviceAccounts, kinds.quayRegistries, kinds.persistentVolumeClaims],
  ];
  const versions: string[] = [];
  for (const namespace of [victim, 'kube-system', 'default']) {
    for (const resource of all) {
      for (const { metadata } of await admin.list(resource, { namespace })) {
        versions.push(`${resource.kind} ${namespace}/${metadata.name} ${metadata.uid ?? ''} ${stateOf(metadata)}`);
      }
    }
  }
  return versions.sort();
}

/** What others write in the tests' namespaces all the time is their status. */
function stateOf({ generation, deletionTimestamp, finalizers, resourceVersion }: KubernetesObject['metadata']): string {
  return `${generation ?? resourceVersion ?? ''} ${deletionTimestamp ?? ''} ${finalizers?.join(',') ?? ''}`;
}

async function mineMadeByService(): Promise<readonly string[]> {
  const all = [kinds.roles, kinds.roleBindings, kinds.deployments, kinds.serviceAccounts, kinds.quayRegistries];
  const made: string[] = [];
  for (const resource of all) {
    for (const { metadata } of await admin.list(resource, { namespace: mine })) {
      if (metadata.managedFields?.some(({ manager }) => manager === 'quay-migration-plugin')) made.push(metadata.name);
    }
  }
  return made;
}

function forged(change: Partial<Journal>): Journal {
  return journalOf({
    installation,
    attempt: 2,
    ecosystem: { namespace: mine, name, uid: 'uid' },
    steps: { preflight: done, snapshot: done },
    ...change,
  });
}

/** The plan of an honest migration with one part that is not. */
function planWith(change: (plan: ReturnType<typeof planned>) => unknown): unknown {
  const honest = JSON.stringify(planned({})).replaceAll('quay-enterprise', mine);
  return change({
    ...(JSON.parse(honest) as ReturnType<typeof planned>),
    attempt: 2,
    ecosystem: { namespace: mine, name },
  });
}

describe('a journal that a tenant has forged changes nothing anywhere', () => {
  const bindingIn = (namespace: string) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'evil', namespace, labels: labelsOf(name, 2) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'quay-migration-plugin-engine' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
  });
  const evil = (namespace: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'evil', namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'evil' } },
      template: {
        metadata: { labels: { app: 'evil' } },
        spec: { containers: [{ name: 'x', image: 'example.com/x' }] },
      },
    },
  });

  const attacks: [string, () => Promise<void>][] = [
    [
      'a plan with a RoleBinding in another namespace',
      () =>
        forge(
          forged({}),
          planWith((plan) => ({ ...plan, work: { ...plan.work, roleBinding: bindingIn(victim) } })),
        ),
    ],
    [
      'a plan with a RoleBinding in kube-system',
      () =>
        forge(
          forged({}),
          planWith((plan) => ({ ...plan, work: { ...plan.work, roleBinding: bindingIn('kube-system') } })),
        ),
    ],
    [
      'a plan with a RoleBinding in his own namespace, for the rights of the service there',
      () =>
        forge(
          forged({}),
          planWith((plan) => ({ ...plan, work: { ...plan.work, roleBinding: bindingIn(mine) } })),
        ),
    ],
    [
      "a journal that names another tenant's namespace and QuayRegistry",
      () =>
        forge(
          forged({
            phase: 'rolling-back',
            ecosystem: { namespace: victim, name, uid: 'uid' },
            created: { [`quayregistries/${name}`]: {} },
          }),
          planWith((plan) => plan),
        ),
    ],
    [
      'originals with a Deployment elsewhere',
      () =>
        forge(
          forged({
            phase: 'rolling-back',
            ecosystem: { namespace: victim, name, uid: 'uid' },
            originals: { 'deployments/evil': evil(victim) },
          }),
          planWith((plan) => ({ ...plan, freeze: { writers: ['evil'], detached: [] } })),
        ),
    ],
    [
      'originals with a Deployment in his own namespace',
      () =>
        forge(
          forged({ phase: 'rolling-back', originals: { 'deployments/evil': evil(mine) } }),
          planWith((plan) => ({ ...plan, freeze: { writers: ['evil'], detached: [] } })),
        ),
    ],
  ];

  it.each(attacks)('%s', async (_, attack) => {
    const before = await outside();
    await attack();
    await wake();
    expect(await outside()).toEqual(before);
    expect(await mineMadeByService()).toEqual([]);
    const reads = attacker.list(kinds.secrets, { namespace: victim });
    await expect(reads).rejects.toThrow(/forbidden/);
  });

  it('400 kB that unpack to 400 MB: never opened', async () => {
    const bomb = gzipSync(Buffer.alloc(400 * 1024 * 1024, ' '));
    const metadata = { name: 'bomb', namespace: mine, labels: labelsOf(name, 3) };
    await put(metadata, journalType, { journal: bomb });
    await wake();
    const [pid = 0, ...more] = servicePids(home);
    expect(more).toEqual([]);
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    expect(peak).toBeGreaterThan(10_000);
    expect(peak / 1024).toBeLessThan(400);
  });

  it('he may neither write nor read where the journals are', async () => {
    const metadata = { name: journalName({ namespace: mine, name }, 1), namespace: home };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, type: journalType, data: {} };
    await expect(attacker.create(kinds.secrets, secret)).rejects.toThrow(/forbidden/);
    await expect(attacker.list(kinds.secrets, { namespace: home })).rejects.toThrow(/forbidden/);
  });
});

async function ecosystem(of: string): Promise<void> {
  await admin.create(kinds.quayEcosystems, {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { name: of, namespace: mine, labels: { 'quay-operator/migrate': 'true' } },
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
    const labels = { [migrationLabels.ecosystem]: 'old', ...labelsOf('old', 1) };
    const metadata = { name: 'old-quay-migration-1', namespace: mine, labels };
    await put(metadata, journalType, { journal: pack(forged({ attempt: 1, phase: 'rolled-back' })) });
    await put({ ...metadata, name: 'old-quay-migration-1-part2' }, planType, { plan: pack({}) });
    await ecosystem('old');
    const condition = await told('old', /does not believe/);
    expect(condition).toMatchObject({ status: 'False', reason: 'Blocked' });
    expect(condition.message).toContain(`Secret ${mine}/old-quay-migration-1`);
    expect(await new JournalStore(admin, home).of({ namespace: mine, name: 'old' }).list()).toEqual([]);
    const commands = condition.message?.match(/oc delete secret .*?type=[a-z/-]+/g) ?? [];
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(await run(command)).toContain('deleted');
    await told('old', /Attempt 1 .* was refused/);
  });

  it('a journal that cannot be read stops its own QuayEcosystem, and no other', async () => {
    await ecosystem('torn');
    await told('torn', /was refused/);
    const journals = new JournalStore(admin, home).of({ namespace: mine, name: 'torn' });
    const secret = journalName({ namespace: mine, name: 'torn' }, 1);
    const body = { data: { journal: Buffer.from('torn').toString('base64') } };
    await admin.patch(kinds.secrets, { namespace: home, name: secret }, { type: 'merge', body });
    const annotations = { 'quay-migration/request': 'again' };
    await admin.patch(
      kinds.quayEcosystems,
      { namespace: mine, name: 'torn' },
      { type: 'merge', body: { metadata: { annotations } } },
    );
    const condition = await told('torn', /is not what this product wrote/);
    expect(condition.message).toContain(`Secret ${home}/${secret}`);
    await ecosystem('whole');
    await told('whole', /was refused/);
    const [command = ''] = condition.message?.match(/oc delete secret \S+ -n \S+/) ?? [];
    expect(await run(command)).toContain('deleted');
    await told('torn', /Attempt 1 \(request "again"\) was refused/);
    expect(await journals.list()).toHaveLength(1);
  });

  it('the journal of a refused attempt goes with its QuayEcosystem', async () => {
    await ecosystem('short');
    await told('short', /was refused/);
    const journals = new JournalStore(admin, home).of({ namespace: mine, name: 'short' });
    expect(await journals.list()).toHaveLength(1);
    await admin.delete(kinds.quayEcosystems, { namespace: mine, name: 'short' });
    await expect.poll(async () => (await journals.list()).length, { timeout: 30_000 }).toBe(0);
  });

  it('one that another installation has taken is left to it', async () => {
    const body = { metadata: { name: 'theirs', namespace: mine } };
    await admin.create(kinds.quayEcosystems, {
      apiVersion: 'redhatcop.redhat.io/v1alpha1',
      kind: 'QuayEcosystem',
      metadata: {
        ...body.metadata,
        labels: { 'quay-operator/migrate': 'true' },
        annotations: { 'quay-migration/installation': 'elsewhere/uid' },
      },
      spec: {},
    });
    await told('theirs', /another installation of the migration service \(elsewhere\/uid\)/);
    expect(await new JournalStore(admin, home).of({ namespace: mine, name: 'theirs' }).list()).toEqual([]);
    const free = { metadata: { annotations: { 'quay-migration/installation': null } } };
    await admin.patch(kinds.quayEcosystems, { namespace: mine, name: 'theirs' }, { type: 'merge', body: free });
    await told('theirs', /was refused/);
    const taken = (await admin.get(kinds.quayEcosystems, 'theirs', mine))?.metadata.annotations;
    expect(taken?.['quay-migration/installation']).toBe(`${home}/${installation}`);
  });
});
