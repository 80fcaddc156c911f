import { expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { type Change, prodFacts } from '../ecosystem/prod-registry.fixture.ts';
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
  ['that nothing names', { config: { BUILDLOGS_REDIS: null, USER_EVENTS_REDIS: null } }, true, []],
])('Redis %s', (_title, change, managed, removed) => {
  const decision = redis(prodFacts(change), defaultChoices);
  expect(decision).toMatchObject({ kind: 'redis', managed });
  expect(decision.configChanges.map(({ key, action }) => `${key} ${action}`)).toEqual(
    removed.map((key) => `${key} remove`),
  );
});
