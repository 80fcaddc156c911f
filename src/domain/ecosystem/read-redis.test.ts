import { expect, test } from 'vitest';
import { prodFacts } from '../fixtures/prod-registry.fixture.ts';
import type { RedisFacts } from './facts.ts';

const at = (host: string) => ({ host, port: 6379 });

function redis(buildLogs: unknown, userEvents: unknown, hostname: string | null = null): RedisFacts {
  return prodFacts({
    config: { BUILDLOGS_REDIS: buildLogs, USER_EVENTS_REDIS: userEvents },
    ecosystem: { spec: { redis: { hostname } } },
  }).redis;
}

const own = { external: false, hostname: 'prod-redis', abandoned: [] };

test.each<[string, RedisFacts, RedisFacts]>([
  ['the legacy operator’s own', redis(at('prod-redis'), at('prod-redis')), own],
  [
    'its own by a whole name',
    redis(at('prod-redis.quay-enterprise.svc'), at('prod-redis')),
    { ...own, hostname: 'prod-redis.quay-enterprise.svc' },
  ],
  ['nothing that is named', redis(null, null), own],
  ['hosts that are none', redis({ host: '' }, { host: 7 }), own],
  ['texts', redis('redis:6379', []), own],
  [
    'nothing named but by the QuayEcosystem',
    redis(null, null, 'redis.corp'),
    { external: true, hostname: 'redis.corp', abandoned: [] },
  ],
  ['config.yaml counts, and not the QuayEcosystem', redis(at('prod-redis'), at('prod-redis'), 'redis.corp'), own],
  [
    'one elsewhere',
    redis(at('redis.corp'), at('redis.corp')),
    { external: true, hostname: 'redis.corp', abandoned: [] },
  ],
  ['only the second, elsewhere', redis(null, at('b.corp')), { external: true, hostname: 'b.corp', abandoned: [] }],
  ['two elsewhere', redis(at('a.corp'), at('b.corp')), { external: true, hostname: 'a.corp', abandoned: [] }],
  [
    'one of both elsewhere',
    redis(at('prod-redis'), at('b.corp')),
    { ...own, abandoned: [{ key: 'USER_EVENTS_REDIS', host: 'b.corp' }] },
  ],
  [
    'the other of both elsewhere',
    redis(at('a.corp'), at('prod-redis')),
    { ...own, abandoned: [{ key: 'BUILDLOGS_REDIS', host: 'a.corp' }] },
  ],
])('%s', (_title, facts, expected) => {
  expect(facts).toEqual(expected);
});
