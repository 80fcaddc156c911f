import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../src/domain/config/base64.ts';
import { configEntries, parseConfigDocument } from '../../src/domain/config/config-document.ts';
import { type Change, prodFacts } from '../../src/domain/fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../../src/domain/fixtures/worked-examples.fixture.ts';
import type { MigrationPlan } from '../../src/domain/plan/migration-plan.ts';
import { plan } from '../../src/domain/plan/plan.fixture.ts';
import type { Job } from '../../src/k8s/job.ts';
import type { Volume } from '../../src/k8s/pod.ts';
import type { Secret } from '../../src/k8s/secret.ts';
import { type QuayStart, connectionsAtImport, needsAtImport, ofVersion } from './quay-needs.ts';
import { quayVersion } from './quay-version.ts';

/** The last release of each minor version, and those around the first that connects to Redis. */
const versions = [
  ...['3.9.25', '3.10.25', '3.11.13', '3.12.21', '3.13.11', '3.14.8', '3.15.7', '3.16.5'],
  ...['3.17.2', '3.17.3', '3.17.4', '3.18.0'],
];

/** Every kind of plan. */
const plans = Object.entries<Change>(workedExamples).map(([name, change]) => ({ name, planned: plan(change), change }));

function filesOf(volume: Volume, secrets: readonly (Secret | undefined)[]): readonly string[] {
  const own = volume.downwardAPI?.items?.map(({ path }) => path) ?? [];
  const projected = (volume.projected?.sources ?? []).flatMap(({ secret }) => {
    if (secret === undefined) return [];
    const data = secrets.find((one) => one?.metadata.name === secret.name)?.data ?? {};
    return secret.items?.map(({ path }) => path) ?? Object.keys(data);
  });
  return [...own, ...projected];
}

/** What a pod of the Job finds, in a cluster: a kubelet sets KUBERNETES_SERVICE_HOST whatever the pod says. */
function startOf(job: Job | undefined, { work }: MigrationPlan, version: string): QuayStart {
  const pod = job?.spec?.template?.spec;
  const [container] = pod?.containers ?? [];
  const paths = new Set(
    (container?.volumeMounts ?? []).flatMap(({ name, mountPath }) => {
      const volume = pod?.volumes?.find((one) => one.name === name);
      return volume === undefined
        ? []
        : filesOf(volume, [work.upgradeConfig, work.validateConfig]).map((file) => `${mountPath}/${file}`);
    }),
  );
  const { document } = parseConfigDocument(decodeBase64(work.upgradeConfig.data?.['config.yaml'] ?? ''));
  const env = Object.fromEntries((container?.env ?? []).map(({ name, value = '' }) => [name, value]));
  return {
    version: quayVersion(version),
    environment: { KUBERNETES_SERVICE_HOST: '172.30.0.1', ...env },
    exists: (path) => paths.has(path),
    config: document && Object.fromEntries(configEntries(document)),
  };
}

function unmet(start: QuayStart): readonly string[] {
  return ofVersion(needsAtImport, start.version).flatMap(({ name, unmet: refusal }) =>
    refusal(start) === undefined ? [] : [name],
  );
}

describe.each(versions)('Quay %s', (version) => {
  test.each(plans)('finds all that it needs to be imported by the upgrade of: $name', ({ planned }) => {
    for (const job of [...planned.work.pull.slice(0, 1), planned.work.upgrade]) {
      expect(unmet(startOf(job, planned, version))).toEqual([]);
    }
  });

  test.each(plans)('connects to nothing but what the old registry has: $name', ({ planned, change }) => {
    const { redis } = prodFacts(change);
    const start = startOf(planned.work.upgrade, planned, version);
    const hosts = ofVersion(connectionsAtImport, start.version).map(({ address }) => address(start)?.host);
    const connects = !['3.9', '3.10', '3.11', '3.12', '3.13', '3.14', '3.15', '3.16', '3.17.2'].some(
      (early) => version.startsWith(`${early}.`) || version === early,
    );
    expect(hosts).toEqual(connects ? [redis.hostname] : []);
  });
});

describe('the table', () => {
  const start = startOf(plan().work.upgrade, plan(), '3.17.4');
  const without = (change: Partial<QuayStart>): readonly string[] => unmet({ ...start, ...change });
  const config = (change: Readonly<Record<string, unknown>>): readonly string[] =>
    without({ config: { ...start.config, ...change } });

  test('names a source for each row', () => {
    for (const { source } of [...needsAtImport, ...connectionsAtImport]) expect(source).toMatch(/^v3\.\d+\.\d+ \S+/);
  });

  test('refuses a pod of Kubernetes without a file where its token would be', () => {
    expect(without({ exists: () => false })).toContain('a token file inside Kubernetes');
    expect(without({ exists: () => false, environment: {} })).not.toContain('a token file inside Kubernetes');
  });

  test.each<[Readonly<Record<string, unknown>>, string]>([
    [{ DB_URI: undefined }, 'DB_URI'],
    [{ DB_URI: 'postgres://u:p@h/d' }, 'DB_URI'],
    [{ SECRET_KEY: '' }, 'SECRET_KEY that is not empty'],
    [{ DATABASE_SECRET_KEY: undefined }, 'DATABASE_SECRET_KEY once the setup is complete'],
    [
      { FEATURE_STORAGE_REPLICATION: true, DISTRIBUTED_STORAGE_PREFERENCE: [] },
      'a storage preference with storage replication',
    ],
    [{ AUTHENTICATION_TYPE: 'Kerberos' }, 'a known AUTHENTICATION_TYPE'],
    [{ AUTHENTICATION_TYPE: 'JWT' }, 'jwt-authn.cert with JWT'],
    [{ AUTHENTICATION_TYPE: 'AppToken' }, 'no direct login with AppToken'],
    [{ LDAP_LOGIN_CONFIG: {} }, 'no login service under a reserved name'],
    [{ DATA_MODEL_CACHE_CONFIG: { engine: 'disk' } }, 'a known model cache'],
    [{ LOGS_MODEL: 'paper' }, 'a known logs model'],
  ])('refuses %j', (change, name) => {
    expect(config(change)).toEqual([name]);
  });

  test('knows since when OIDC is one', () => {
    const oidc = { ...start, config: { ...start.config, AUTHENTICATION_TYPE: 'OIDC' } };
    expect(unmet({ ...oidc, version: quayVersion('3.10.25') })).toEqual(['a known AUTHENTICATION_TYPE']);
    expect(unmet({ ...oidc, version: quayVersion('3.11.0') })).toEqual([]);
  });

  test('wants the variable for storage replication up to 3.17.3, and a preference from 3.17.4 on', () => {
    const replicated = { ...start.config, FEATURE_STORAGE_REPLICATION: true, DISTRIBUTED_STORAGE_PREFERENCE: ['a'] };
    const at = (version: string, environment = {}): readonly string[] =>
      unmet({ ...start, version: quayVersion(version), config: replicated, environment });
    expect(at('3.17.3')).toEqual(['QUAY_DISTRIBUTED_STORAGE_PREFERENCE with storage replication']);
    expect(at('3.17.3', { QUAY_DISTRIBUTED_STORAGE_PREFERENCE: 'a' })).toEqual([]);
    expect(at('3.17.4')).toEqual([]);
  });
});
