import { expect, test } from 'vitest';
import { type RuleCase, findingsOf, fixtureObject, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../../fixtures/worked-examples.fixture.ts';
import { settingNamesOldService } from './setting-names-old-service.ts';

const said = (...paths: readonly string[]): readonly string[] =>
  paths.map((path) => `warning Secret/quay-enterprise-config-secret data[config.yaml]: ${path}`);
const cache = (host: string): Readonly<Record<string, unknown>> => ({
  DATA_MODEL_CACHE_CONFIG: { engine: 'redis', redis_config: { primary: { host } } },
});
const at = 'DATA_MODEL_CACHE_CONFIG.redis_config.primary.host';
const owned = { ownerReferences: [{ kind: 'QuayEcosystem', name: 'prod', uid: 'uid-QuayEcosystem-prod' }] };

test.each<RuleCase>([
  ['what the operator writes anew does not count', {}, []],
  [
    'builders',
    { config: { BUILD_MANAGER: ['ephemeral', { ORCHESTRATOR: { REDIS_HOST: 'prod-redis' } }] } },
    said('BUILD_MANAGER.1.ORCHESTRATOR.REDIS_HOST'),
  ],
  ['a cache', { config: cache('prod-redis') }, said(at)],
  ...[
    'prod-redis.quay-enterprise',
    'prod-redis.quay-enterprise.svc',
    'PROD-redis.quay-enterprise.svc.cluster.local.',
  ].map((host): RuleCase => [`a cache at ${host}`, { config: cache(host) }, said(at)]),
  ['a cache at a Service of another namespace', { config: cache('prod-redis.other.svc') }, []],
  ['a cache at a name that only begins alike', { config: cache('prod-redis2') }, []],
  ['an address', { config: { X: 'redis://:pw@prod-redis:6379/0' } }, said('X')],
  ['one of several addresses', { config: { X: 'a.example.com:1,prod-clair:6060' } }, said('X')],
  [
    'a Clair v4 at the Service of the old one',
    { config: { X: 'http://prod-clair.quay-enterprise.svc:6060/' } },
    said('X'),
  ],
  ['the mirror host, at the Service that is kept', { config: { REPO_MIRROR_SERVER_HOSTNAME: 'prod-quay' } }, []],
  [
    'the mirror host, at a Service that is not there',
    { config: { REPO_MIRROR_SERVER_HOSTNAME: 'prod-quay' }, remove: ['Service/prod-quay'] },
    said('REPO_MIRROR_SERVER_HOSTNAME'),
  ],
  [
    'a Service of the QuayEcosystem with a name of its own',
    { config: cache('cache'), add: [fixtureObject('v1', 'Service', 'cache', { metadata: owned })] },
    said(at),
  ],
  ["somebody's own Service", { config: cache('cache'), add: [fixtureObject('v1', 'Service', 'cache')] }, []],
  ['the old database, which stays in use', { choices: { database: 'unmanaged' } }, []],
  ['the old database without a volume, which has a blocker of its own', workedExamples.ephemeral, []],
])('%s', (_title, change, expected) => {
  expect(saidOf(settingNamesOldService, change)).toEqual(expected);
});

test('names what takes its place', () => {
  expect(findingsOf(settingNamesOldService, { config: cache('prod-redis') })[0]?.remedy).toContain(
    'prod-quay-redis, port 6379',
  );
});

test('repeats no address, which may hold a password', () => {
  const findings = findingsOf(settingNamesOldService, { config: { X: 'redis://:hunter2@prod-redis:6379/0' } });
  expect(JSON.stringify(findings)).not.toContain('hunter2');
});
