import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { componentKinds } from '../../k8s/quayregistry.ts';
import { type Choices, defaultChoices } from '../choices.ts';
import { decideComponents } from '../components/table.ts';
import { transformConfig } from '../config/transform-config.ts';
import { type Change, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { type WorkedExample, workedExamples } from '../fixtures/worked-examples.fixture.ts';
import { runPreflight } from '../preflight/run-preflight.ts';
import { type RegistryObjects, buildRegistry } from './build-registry.ts';
import { secretsOfPreview } from './generated-secrets.ts';
import { refusals } from './operator-validation.fixture.ts';

interface Built {
  readonly objects: RegistryObjects;
  readonly blockers: readonly string[];
}

function build(change: Change, database: Choices['database'] = 'copy'): Built {
  const facts = prodFacts(change);
  const choices = { ...defaultChoices, database };
  const components = decideComponents(facts, choices);
  const objects = buildRegistry(facts, components, transformConfig(facts, components), secretsOfPreview);
  const findings = runPreflight(facts, choices, objects.bundle);
  return { objects, blockers: findings.filter(({ severity }) => severity === 'blocker').map(({ id }) => id) };
}

function managedKinds({ registry }: RegistryObjects): string {
  const components = registry.spec?.components ?? [];
  return components
    .filter(({ managed }) => managed)
    .map(({ kind }) => kind)
    .join(' ');
}

describe('the worked examples', () => {
  test.each<[WorkedExample, string, readonly string[]]>([
    ['managed', 'quay postgres clair redis horizontalpodautoscaler route mirror clairpostgres', []],
    ['loadBalancer', 'quay redis', []],
    ['nodePort', 'quay postgres redis mirror tls', []],
    ['ingress', 'quay', []],
    ['localStorage', 'quay postgres clair redis horizontalpodautoscaler route mirror clairpostgres', ['storage-local']],
    ['ephemeral', 'quay redis route mirror tls', ['database-ephemeral']],
  ])('%s', (name, managed, blockers) => {
    const built = build(workedExamples[name]);
    expect(managedKinds(built.objects)).toBe(managed);
    expect(built.blockers).toEqual(blockers);
    expect(refusals(built.objects)).toEqual([]);
  });

  test('a database that stays is not managed', () => {
    const { objects } = build(workedExamples.managed, 'unmanaged');
    expect(managedKinds(objects)).not.toMatch(/ postgres/);
    expect(refusals(objects)).toEqual([]);
  });
});

describe('the QuayRegistry', () => {
  const { registry, caConfigMaps, bundle, managedKeys } = build({}).objects;

  test('bears the name of the QuayEcosystem, guards its removal and does not look like an official migration', () => {
    expect(registry.metadata).toMatchObject({
      name: 'prod',
      namespace: 'quay-enterprise',
      annotations: { 'quay-operator/migrated-from': 'prod' },
      finalizers: ['quay-migration/rollback-guard'],
    });
    expect(registry.metadata.labels).toBeUndefined();
    expect(registry.status).toBeUndefined();
  });

  test('states all eleven components, each once', () => {
    expect(registry.spec?.components?.map(({ kind }) => kind)).toEqual(componentKinds);
  });

  test('names the bundle, which the operator does not take for one of its own', () => {
    expect(registry.spec?.configBundleSecret).toBe(bundle.metadata.name);
    expect(bundle.metadata.name).not.toMatch(/-quay-config-secret/);
  });

  test('has CA ConfigMaps, each with an annotation', () => {
    expect(caConfigMaps.map(({ metadata }) => metadata.name)).toEqual([
      'prod-cluster-service-ca',
      'prod-cluster-trusted-ca',
    ]);
    for (const { metadata } of caConfigMaps) expect(Object.keys(metadata.annotations ?? {})).not.toEqual([]);
  });

  test('has its objects in one namespace', () => {
    for (const { metadata } of [bundle, managedKeys, ...caConfigMaps]) {
      expect(metadata.namespace).toBe('quay-enterprise');
    }
  });
});

const someFacts: fc.Arbitrary<Change> = fc
  .record({
    example: fc.constantFrom(...Object.values(workedExamples)),
    termination: fc.constantFrom('passthrough', 'edge', 'reencrypt', 'none'),
    clair: fc.boolean(),
    mirror: fc.boolean(),
    redis: fc.constantFrom(undefined, 'redis.corp', 'prod-redis'),
    without: fc.uniqueArray(
      fc.constantFrom(
        'DB_URI',
        'BUILDLOGS_REDIS',
        'USER_EVENTS_REDIS',
        'DISTRIBUTED_STORAGE_CONFIG',
        'DISTRIBUTED_STORAGE_PREFERENCE',
        'SERVER_HOSTNAME',
        'PREFERRED_URL_SCHEME',
      ),
      { maxLength: 2 },
    ),
    extra: fc.subarray([
      'DB_CONNECTION_ARGS',
      'PULL_METRICS_REDIS',
      'FEATURE_STORAGE_REPLICATION',
      'EXTERNAL_TLS_TERMINATION',
      'SECURITY_SCANNER_V4_ENDPOINT',
      'SECURITY_SCANNER_INDEXING_INTERVAL',
      'FEATURE_SECURITY_SCANNER',
      'REPO_MIRROR_INTERVAL',
    ]),
    certificate: fc.subarray(['ssl.cert', 'ssl.key']),
  })
  .map(({ example, termination, clair, mirror, redis, without, extra, certificate }): Change => {
    const base: Change = example;
    const config = typeof base.config === 'object' ? base.config : {};
    const none = { 'ssl.cert': null, 'ssl.key': null };
    const pair = Object.fromEntries(certificate.map((file) => [file, 'QUFB']));
    return {
      ...base,
      ecosystem: merged(base.ecosystem, { enableRepoMirroring: mirror, termination, redis, clair }),
      config: {
        ...config,
        ...Object.fromEntries(extra.map((key) => [key, true])),
        ...Object.fromEntries(without.map((key) => [key, null])),
      },
      patch: { ...base.patch, 'Secret/quay-enterprise-config-secret': { data: { ...none, ...pair } } },
    };
  });

interface SomeSpec {
  readonly enableRepoMirroring: boolean;
  readonly termination: string;
  readonly redis: string | undefined;
  readonly clair: boolean;
}

function merged(ecosystem: Change['ecosystem'], some: SomeSpec): NonNullable<Change['ecosystem']> {
  const { quay = {}, ...rest } = (ecosystem?.spec ?? {}) as { quay?: { externalAccess?: object } };
  return {
    spec: {
      ...rest,
      quay: {
        ...quay,
        enableRepoMirroring: some.enableRepoMirroring,
        externalAccess: { ...quay.externalAccess, tls: { termination: some.termination } },
      },
      clair: { enabled: some.clair },
      ...(some.redis !== undefined && { redis: { hostname: some.redis } }),
    },
  };
}

test('the operator accepts what no blocker speaks against, whatever the facts', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(someFacts, fc.constantFrom('copy', 'unmanaged'), (change, database) => {
      const { objects, blockers } = build(change, database);
      if (blockers.length === 0) expect(refusals(objects)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
