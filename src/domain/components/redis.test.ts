import { expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { type Change, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { redis } from './redis.ts';

const elsewhere: Change = {
  ecosystem: { spec: { redis: { hostname: 'redis.corp' } } },
  config: { BUILDLOGS_REDIS: { host: 'redis.corp' }, USER_EVENTS_REDIS: { host: 'redis.corp' } },
};

test.each<[string, Change, boolean, readonly string[]]>([
  ['of the operator', {}, true, ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS']],
  ['elsewhere', elsewhere, false, []],
  [
    'of the operator, with metrics',
    { config: { PULL_METRICS_REDIS: {} } },
    true,
    ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS', 'PULL_METRICS_REDIS'],
  ],
  [
    'that the QuayEcosystem alone names, which cannot be kept',
    {
      ecosystem: { spec: { redis: { hostname: 'redis.corp' } } },
      config: { BUILDLOGS_REDIS: null, USER_EVENTS_REDIS: null },
    },
    true,
    [],
  ],
  ['that nothing names', { config: { BUILDLOGS_REDIS: null, USER_EVENTS_REDIS: null } }, true, []],
])('Redis %s', (_title, change, managed, removed) => {
  const decision = redis(prodFacts(change), defaultChoices);
  expect(decision).toMatchObject({ kind: 'redis', managed });
  expect(decision.configChanges.map(({ key, action }) => `${key} ${action}`)).toEqual(
    removed.map((key) => `${key} remove`),
  );
});

test.each<[string, object, readonly string[]]>([
  ['both', {}, []],
  [
    'a port in quotes',
    { BUILDLOGS_REDIS: { host: 'redis.corp', port: '6380' } },
    ['BUILDLOGS_REDIS={"host":"redis.corp","port":6380}'],
  ],
  ['user events alone', { BUILDLOGS_REDIS: null }, ['BUILDLOGS_REDIS={"host":"redis.corp","port":6379}']],
  [
    'build logs alone, with a port in quotes',
    { USER_EVENTS_REDIS: null, BUILDLOGS_REDIS: { host: 'redis.corp', port: '6380' } },
    ['BUILDLOGS_REDIS={"host":"redis.corp","port":6380}', 'USER_EVENTS_REDIS={"host":"redis.corp","port":6380}'],
  ],
  ['a port that is none', { BUILDLOGS_REDIS: { host: 'redis.corp', port: 'six' } }, []],
])('elsewhere, what Quay of today needs is made whole: %s', (_title, config, changes) => {
  const facts = prodFacts({ ...elsewhere, config: { ...(elsewhere.config as object), ...config } });
  const decision = redis(facts, defaultChoices);
  expect(decision.managed).toBe(false);
  expect(
    decision.configChanges.map((change) =>
      change.action === 'set' ? `${change.key}=${JSON.stringify(change.value)}` : change.key,
    ),
  ).toEqual(changes);
});

test.each<[string, object, boolean]>([
  ['user events elsewhere alone', { BUILDLOGS_REDIS: null, USER_EVENTS_REDIS: { host: 'redis.corp' } }, false],
  ['user events elsewhere, build logs of the operator', { USER_EVENTS_REDIS: { host: 'redis.corp' } }, true],
  ['build logs elsewhere, user events of the operator', { BUILDLOGS_REDIS: { host: 'redis.corp' } }, true],
])('managed or not: %s', (_title, config, managed) => {
  expect(redis(prodFacts({ config: config as Change['config'] & object }), defaultChoices).managed).toBe(managed);
});
