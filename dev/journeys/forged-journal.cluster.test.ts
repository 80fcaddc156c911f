import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelsOf } from '../../src/domain/migration-names.ts';
import { plan as planned } from '../../src/domain/plan/plan.fixture.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { journalName, journalType } from '../../src/service/engine/journal/journal-names.ts';
import { journalOf } from '../../src/service/engine/journal/journal.fixture.ts';
import type { Journal } from '../../src/service/engine/journal/journal.ts';
import { HostileTenant } from './hostile-tenant.ts';
import { servicePids } from './service-process.ts';

const name = 'q';
const done = { state: 'done' as const, startedAt: '2026-01-01T00:00:00Z', message: '' };
let tenant: HostileTenant;

beforeAll(async () => {
  tenant = await HostileTenant.begin();
});

afterAll(async () => {
  await tenant.end();
});

function forged(change: Partial<Journal>): Journal {
  return journalOf({
    installation: tenant.installation,
    attempt: 2,
    ecosystem: { namespace: tenant.namespace, name, uid: 'uid' },
    steps: { preflight: done, snapshot: done },
    ...change,
  });
}

/** The plan of an honest migration with one part that is not. */
function planWith(change: (plan: ReturnType<typeof planned>) => unknown = (plan) => plan): unknown {
  const { namespace } = tenant;
  const honest = JSON.stringify(planned({})).replaceAll('quay-enterprise', namespace);
  const plan = JSON.parse(honest) as ReturnType<typeof planned>;
  return change({ ...plan, attempt: 2, ecosystem: { namespace, name } });
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
        tenant.forge(
          forged({}),
          planWith((plan) => ({ ...plan, work: { ...plan.work, roleBinding: bindingIn(tenant.victim) } })),
        ),
    ],
    [
      'a plan with a RoleBinding in kube-system',
      () =>
        tenant.forge(
          forged({}),
          planWith((plan) => ({ ...plan, work: { ...plan.work, roleBinding: bindingIn('kube-system') } })),
        ),
    ],
    [
      'a plan with a RoleBinding in his own namespace, for the rights of the service there',
      () =>
        tenant.forge(
          forged({}),
          planWith((plan) => ({ ...plan, work: { ...plan.work, roleBinding: bindingIn(tenant.namespace) } })),
        ),
    ],
    [
      "a journal that names another tenant's namespace and QuayRegistry",
      () =>
        tenant.forge(
          forged({
            phase: 'rolling-back',
            ecosystem: { namespace: tenant.victim, name, uid: 'uid' },
            created: { [`quayregistries/${name}`]: {} },
          }),
          planWith(),
        ),
    ],
    [
      'originals with a Deployment elsewhere',
      () =>
        tenant.forge(
          forged({
            phase: 'rolling-back',
            ecosystem: { namespace: tenant.victim, name, uid: 'uid' },
            originals: { 'deployments/evil': evil(tenant.victim) },
          }),
          planWith((plan) => ({ ...plan, freeze: { writers: ['evil'], detached: [] } })),
        ),
    ],
    [
      'originals with a Deployment in his own namespace',
      () =>
        tenant.forge(
          forged({ phase: 'rolling-back', originals: { 'deployments/evil': evil(tenant.namespace) } }),
          planWith((plan) => ({ ...plan, freeze: { writers: ['evil'], detached: [] } })),
        ),
    ],
  ];

  it.each(attacks)('%s', async (_, attack) => {
    const before = await tenant.surroundings();
    await attack();
    await tenant.wake();
    expect(await tenant.surroundings()).toEqual(before);
    await expect(tenant.client.list(kinds.secrets, { namespace: tenant.victim })).rejects.toThrow(/forbidden/);
  });

  it('400 kB that unpack to 400 MB: never opened', async () => {
    const bomb = gzipSync(Buffer.alloc(400 * 1024 * 1024, ' '));
    const metadata = { name: 'bomb', namespace: tenant.namespace, labels: labelsOf(name, 3) };
    await tenant.putSecret(metadata, journalType, { journal: bomb });
    await tenant.wake();
    const [pid = 0, ...more] = servicePids(tenant.serviceNamespace);
    expect(more).toEqual([]);
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    expect(peak).toBeGreaterThan(10_000);
    expect(peak / 1024).toBeLessThan(400);
  });

  it('he may neither write nor read where the journals are', async () => {
    const metadata = {
      name: journalName({ namespace: tenant.namespace, name }, 1),
      namespace: tenant.serviceNamespace,
    };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, type: journalType, data: {} };
    await expect(tenant.client.create(kinds.secrets, secret)).rejects.toThrow(/forbidden/);
    await expect(tenant.client.list(kinds.secrets, { namespace: tenant.serviceNamespace })).rejects.toThrow(
      /forbidden/,
    );
  });
});
