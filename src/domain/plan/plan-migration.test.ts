import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../k8s/job.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import type { Secret } from '../../k8s/secret.ts';
import { type Choices, defaultChoices } from '../choices.ts';
import { decodeBase64 } from '../config/base64.ts';
import { configString, parseConfigDocument } from '../config/config-document.ts';
import {
  type Change,
  fixtureObject,
  fixtureSecret,
  prodFacts,
  prodSnapshot,
} from '../fixtures/prod-registry.fixture.ts';
import { readFacts } from '../ecosystem/read-facts.ts';
import { workedExamples } from '../fixtures/worked-examples.fixture.ts';
import { newPods } from './access-plan.ts';
import { context, plan, workObjects } from './plan.fixture.ts';
import type { MigrationPlan } from './migration-plan.ts';
import { planMigration } from './plan-migration.ts';

const unmanaged = { database: 'unmanaged' } as const;

const owned = { ownerReferences: [{ kind: 'QuayEcosystem', name: 'prod', uid: 'uid-QuayEcosystem-prod' }] };
const frontedBy = (...names: readonly string[]): KubernetesObject =>
  fixtureObject('networking.k8s.io/v1', 'Ingress', 'prod-quay', {
    spec: {
      rules: [{ host: 'h', http: { paths: [{ backend: { service: { name: 'prod-quay' } } }] } }],
      tls: names.map((secretName) => ({ secretName })),
    },
  });

/** The first Secret is the legacy operator's, the second somebody's own. */
const ingressWithSecret: Change = {
  ...workedExamples.ingress,
  add: [
    frontedBy('prod-quay-ssl', 'corp-tls', 'missing'),
    fixtureSecret('prod-quay-ssl', { 'tls.crt': 'c' }, owned),
    fixtureSecret('corp-tls', { 'tls.crt': 'c' }, { ownerReferences: [{ kind: 'Certificate', uid: 'other' }] }),
  ],
};

describe('what becomes of the database', () => {
  test.each<[string, Change, Partial<Choices>, MigrationPlan['database']['mode'], RegExp | undefined]>([
    ['managed', workedExamples.managed, {}, 'copy', undefined],
    ['external', workedExamples.loadBalancer, {}, 'in-place', /external \(pg\.corp\.example\.com\)/],
    ['external, whatever the choice', workedExamples.ingress, unmanaged, 'in-place', /external/],
    ['managed that stays', workedExamples.managed, unmanaged, 'in-place', /quay-migration\/database: unmanaged/],
    ['ephemeral', workedExamples.ephemeral, {}, 'in-place', /no persistent volume/],
    ['ephemeral that stays', workedExamples.ephemeral, unmanaged, 'in-place', /no persistent volume/],
  ])('%s', (_title, change, choices, mode, reason) => {
    const { database, steps, work } = plan(change, choices);
    const skipped = steps.find(({ id }) => id === 'database')?.skipped;
    expect(database.mode).toBe(mode);
    if (reason === undefined) expect(skipped).toBeUndefined();
    else expect(skipped).toMatch(reason);
    for (const part of [database.claim, database.server, database.serverService, work.copy, work.volumeCheck]) {
      expect(part !== undefined).toBe(mode === 'copy');
    }
  });

  test.each<[string, Change, Partial<Choices>, string | undefined, string | undefined]>([
    ['managed', workedExamples.managed, {}, 'first-copy', 'catch-up'],
    ['managed, copied while it stands still', workedExamples.managed, { copyBeforeFreeze: false }, undefined, 'copy'],
    ['managed that stays', workedExamples.managed, unmanaged, undefined, undefined],
    ['external', workedExamples.loadBalancer, {}, undefined, undefined],
  ])('%s: the copies, before and after the old registry stops', (_title, change, choices, before, after) => {
    const { work, steps } = plan(change, choices);
    const command = (job: Job | undefined) => job?.spec?.template?.spec?.containers?.[0]?.command?.at(-1);
    expect([command(work.firstCopy), command(work.copy)]).toEqual([before, after]);
    const [prepare, database] = ['prepare', 'database'].map((id) => steps.find((step) => step.id === id));
    expect(prepare?.title.includes('pre-copy')).toBe(before !== undefined);
    expect(database?.title.includes('Update the copy')).toBe(before !== undefined);
    const room = before === undefined ? 0 : (database?.deadlineSeconds ?? 0);
    expect(prepare?.deadlineSeconds).toBe(1800 + room);
  });

  test('the new volume is as large as the old one, but not smaller than the operator wants', () => {
    const size = (volumeSize: string): unknown =>
      plan({
        ecosystem: { spec: { quay: { database: { volumeSize } } } },
        patch: {
          'PersistentVolumeClaim/prod-quay-postgresql': { spec: { resources: { requests: { storage: volumeSize } } } },
        },
      }).database.claim?.spec?.resources?.requests?.storage;
    expect(size('20Gi')).toBe('50Gi');
    expect(size('200Gi')).toBe('200Gi');
  });

  test('a larger volume gets more time', () => {
    const seconds = (storage: string): number | undefined =>
      plan({
        patch: { 'PersistentVolumeClaim/prod-quay-postgresql': { status: { capacity: { storage } } } },
      }).steps.find(({ id }) => id === 'database')?.deadlineSeconds;
    expect(seconds('1Ti')).toBeGreaterThan(seconds('20Gi') ?? 0);
  });
});

describe('the steps', () => {
  test('are the ten, in their order, each with a deadline', () => {
    const { steps } = plan();
    expect(steps.map(({ id }) => id).join(' ')).toBe(
      'preflight snapshot prepare freeze database schema-upgrade registry rollout access verify',
    );
    for (const { deadlineSeconds } of steps) expect(deadlineSeconds).toBeGreaterThanOrEqual(300);
  });

  test.each<[string, Change, MigrationPlan['access'], string | undefined]>([
    [
      'a Route, which the operator takes over',
      workedExamples.managed,
      { service: 'prod-quay', selector: newPods('prod'), ingress: undefined, route: 'prod-quay', secrets: [] },
      undefined,
    ],
    [
      'a Route without the old Service',
      { remove: ['Service/prod-quay'] },
      { service: undefined, selector: {}, ingress: undefined, route: 'prod-quay', secrets: [] },
      'quay-operator points the Route at the new registry itself',
    ],
    [
      'a LoadBalancer',
      workedExamples.loadBalancer,
      {
        service: 'prod-quay',
        selector: { 'quay-component': 'quay-app', 'quay-operator/quayregistry': 'prod' },
        ingress: undefined,
        route: undefined,
        secrets: [],
      },
      undefined,
    ],
    [
      'an Ingress, the Service behind it and its certificate',
      ingressWithSecret,
      {
        service: 'prod-quay',
        selector: { 'quay-component': 'quay-app', 'quay-operator/quayregistry': 'prod' },
        ingress: 'prod-quay',
        route: undefined,
        secrets: ['prod-quay-ssl'],
      },
      undefined,
    ],
  ])('of %s', (_title, change, access, skipped) => {
    const planned = plan(change);
    expect(planned.access).toEqual(access);
    expect(planned.steps.find(({ id }) => id === 'access')?.skipped).toBe(skipped);
  });
});

describe('the freeze', () => {
  test('stops what writes and detaches what a rollback needs', () => {
    expect(plan().freeze).toEqual({
      writers: ['prod-quay', 'prod-quay-repomirror', 'prod-quay-config'],
      detached: [
        { plural: 'deployments', name: 'prod-quay-postgresql' },
        { plural: 'persistentvolumeclaims', name: 'prod-quay-postgresql' },
        { plural: 'services', name: 'prod-quay-postgresql' },
        { plural: 'secrets', name: 'prod-db-creds' },
        { plural: 'secrets', name: 'quay-enterprise-config-secret' },
      ],
    });
  });

  test("detaches the old registry's Redis, without which the schema upgrade could not import Quay", () => {
    const metadata = { namespace: 'quay-enterprise' };
    const redis = [fixtureObject('apps/v1', 'Deployment', 'prod-redis', { metadata })];
    redis.push(fixtureObject('v1', 'Service', 'prod-redis', { metadata }));
    expect(plan({ add: redis }).freeze.detached.filter(({ name }) => name === 'prod-redis')).toEqual([
      { plural: 'deployments', name: 'prod-redis' },
      { plural: 'services', name: 'prod-redis' },
    ]);
  });

  test('of an external database detaches the configuration alone', () => {
    expect(plan(workedExamples.loadBalancer).freeze.detached).toEqual([
      { plural: 'secrets', name: 'quay-enterprise-config-secret' },
    ]);
  });
});

test('the same facts, choices and context give the same plan', () => {
  for (const change of Object.values<Change>(workedExamples)) {
    expect(JSON.stringify(plan(change))).toBe(JSON.stringify(plan(change)));
  }
});

test('making a plan leaves the facts alone', () => {
  const facts = prodFacts();
  const before = JSON.stringify(facts);
  planMigration(facts, defaultChoices, context);
  expect(JSON.stringify(facts)).toBe(before);
});

test('names of pods, Jobs and Services fit into 63 characters, for every name that preflight accepts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 46 }), fc.integer({ min: 1, max: 99 }), (length, attempt) => {
      const name = 'n'.repeat(length);
      const snapshot = prodSnapshot();
      const objects = snapshot.objects.map((object) => renamed(object, name));
      const facts = readFacts({ ...snapshot, name, objects });
      const planned = planMigration(facts, defaultChoices, { ...context, attempt });
      const limited = ['Pod', 'Job', 'Service', 'ServiceAccount'];
      for (const { kind, metadata } of workObjects(planned)) {
        expect(metadata.name.length).toBeLessThanOrEqual(limited.includes(kind) ? 63 : 253);
        for (const value of Object.values(metadata.labels ?? {})) expect(value.length).toBeLessThanOrEqual(63);
      }
    }),
    { numRuns: 50 },
  );
});

describe('the schema upgrade', () => {
  const uriOf = (secret: Secret): string | undefined => {
    const { document } = parseConfigDocument(decodeBase64(secret.data?.['config.yaml'] ?? ''));
    return document && configString(document, 'DB_URI');
  };

  test('of a copy goes to the temporary server', () => {
    const { work } = plan();
    expect(uriOf(work.upgradeConfig)).toBe('postgresql://prod-quay-database:new1@prod-qm-db-3:5432/prod-quay-database');
  });

  test('of a database that stays goes there, with all files of the bundle', () => {
    const { work, registry } = plan(workedExamples.loadBalancer);
    expect(uriOf(work.upgradeConfig)).toBe('postgresql://u:p@pg.corp.example.com/quay');
    const { 'config.yaml': _text, ...files } = registry.bundle.data ?? {};
    expect(work.upgradeConfig.data).toMatchObject(files);
  });

  test('is tried before with the same files, variables, identity and resources', () => {
    for (const change of Object.values<Change>(workedExamples)) {
      const { upgrade, pull } = plan(change).work;
      const podOf = (job: Job | undefined) => {
        const { containers = [], ...pod } = job?.spec?.template?.spec ?? {};
        return { ...pod, containers: containers.map(({ args: _args, ...container }) => container) };
      };
      expect(podOf(pull[0])).toEqual(podOf(upgrade));
      expect(podOf(pull[0])).not.toEqual(podOf(undefined));
    }
  });

  test('is validated against the old database, which has what Quay looks for', () => {
    const validated = (change: Change): string | undefined => {
      const { validateConfig } = plan(change).work;
      return validateConfig && uriOf(validateConfig);
    };
    expect(validated({})).toBe('postgresql://quay:pw@prod-quay-postgresql:5432/quay');
    const unescaped = 'postgresql://quay:p#w%/?@prod-quay-postgresql/quay';
    expect(validated({ config: { DB_URI: unescaped } })).toBe(
      'postgresql://quay:p%23w%25%2F%3F@prod-quay-postgresql:5432/quay',
    );
    expect(validated(workedExamples.loadBalancer)).toBe('postgresql://u:p@pg.corp.example.com/quay');
  });

  test('runs migrate head of the installed Quay', () => {
    const [container] = plan().work.upgrade.spec?.template?.spec?.containers ?? [];
    expect(container).toMatchObject({ image: 'registry.redhat.io/quay/quay-rhel8:v3.17.4', args: ['migrate', 'head'] });
  });
});

test('without an operator there is still a plan, which says so', () => {
  const planned = plan({ remove: ['ClusterServiceVersion/quay-operator.v3.17.4'] });
  expect(planned.quayVersion).toBe('');
  expect(planned.findings.map(({ id }) => id)).toContain('operator-missing');
});

function renamed(object: KubernetesObject, name: string): KubernetesObject {
  const text = JSON.stringify(object).replaceAll('"prod-', `"${name}-`).replaceAll('"prod"', `"${name}"`);
  return JSON.parse(text) as KubernetesObject;
}
