import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../config/base64.ts';
import { configEntries, parseConfigDocument } from '../../config/config-document.ts';
import { type Change, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../../fixtures/worked-examples.fixture.ts';
import { plan } from '../plan.fixture.ts';

function completed(change: Change = {}): Readonly<Record<string, unknown>> {
  const text = decodeBase64(plan(change).work.upgradeConfig.data?.['config.yaml'] ?? '');
  const { document } = parseConfigDocument(text);
  return Object.fromEntries(document === undefined ? [] : configEntries(document));
}

const withRedis = (keys: Readonly<Record<string, unknown>>): Change => ({
  config: { BUILDLOGS_REDIS: undefined, USER_EVENTS_REDIS: undefined, ...keys },
});

describe('Redis of the configuration with which Quay is upgraded', () => {
  const own = { host: 'prod-redis', port: 6379n };
  const other = { host: 'prod-redis', port: 6379, password: 'pw' };
  const read = { ...other, port: 6379n };
  test.each<[string, Change, unknown, unknown]>([
    ['is that of the old registry', {}, own, own],
    ['keeps its password', withRedis({ BUILDLOGS_REDIS: other, USER_EVENTS_REDIS: other }), read, read],
    ['is the one of the two that is named', withRedis({ USER_EVENTS_REDIS: other }), read, read],
    ['is the other of the two', withRedis({ BUILDLOGS_REDIS: other }), read, read],
    ['is the legacy operator’s where none is named', withRedis({}), own, own],
  ])('%s', (_title, change, buildLogs, userEvents) => {
    const { BUILDLOGS_REDIS, USER_EVENTS_REDIS } = completed(change);
    expect([BUILDLOGS_REDIS, USER_EVENTS_REDIS]).toEqual([buildLogs, userEvents]);
  });

  test('stays the external one', () => {
    expect(completed(workedExamples.ingress).USER_EVENTS_REDIS).toMatchObject({ host: 'redis.corp', port: 6380n });
  });

  test('is not in the bundle where the operator brings its own', () => {
    const { bundle } = plan().registry;
    expect(decodeBase64(bundle.data?.['config.yaml'] ?? '')).not.toContain('REDIS');
  });
});

test('TESTING stays off: migrations run as they do in production', () => {
  for (const change of Object.values<Change>(workedExamples)) expect(completed(change).TESTING).toBe(false);
});

describe('what the operator will write is there', () => {
  test('for a Route, Clair and a mirror', () => {
    expect(completed()).toMatchObject({
      SETUP_COMPLETE: true,
      AUTHENTICATION_TYPE: 'Database',
      SERVER_HOSTNAME: 'quay.example.com',
      PREFERRED_URL_SCHEME: 'https',
      EXTERNAL_TLS_TERMINATION: false,
      FEATURE_REPO_MIRROR: true,
      FEATURE_SECURITY_SCANNER: true,
      SECURITY_SCANNER_V4_ENDPOINT: 'http://prod-clair-app.quay-enterprise.svc.cluster.local',
    });
  });

  test('for a Route whose TLS ends at the router', () => {
    const change: Change = { patch: routeEnds('edge') };
    expect(completed(change)).toMatchObject({ EXTERNAL_TLS_TERMINATION: true });
  });

  test('and what the bundle says wins over the operator’s defaults', () => {
    const config = { DEFAULT_TAG_EXPIRATION: '1d', TAG_EXPIRATION_OPTIONS: ['1d'], AUTHENTICATION_TYPE: 'LDAP' };
    expect(completed({ config })).toMatchObject(config);
  });

  test('and nothing for what is not managed', () => {
    const values = completed(workedExamples.ingress);
    expect(values).not.toHaveProperty('SECURITY_SCANNER_V4_ENDPOINT');
    expect(values).not.toHaveProperty('REPO_MIRROR_INTERVAL');
  });
});
