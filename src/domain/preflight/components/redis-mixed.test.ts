import { expect, test } from 'vitest';
import { type RuleCase, prodFacts, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { defaultChoices } from '../../choices.ts';
import { redis } from '../../components/redis.ts';
import { redisMixed } from './redis-mixed.ts';

const corp = { host: 'redis.corp', port: 6380 };
const said = (key: string): readonly string[] => [
  `warning Secret/quay-enterprise-config-secret data[config.yaml]: ${key}`,
];

test.each<RuleCase>([
  ["the legacy operator's", {}, []],
  [
    "the legacy operator's, by its long name",
    { config: { USER_EVENTS_REDIS: { host: 'prod-redis.quay-enterprise.svc' } } },
    [],
  ],
  ['both elsewhere', { config: { BUILDLOGS_REDIS: corp, USER_EVENTS_REDIS: corp } }, []],
  ['one elsewhere, and no other', { config: { BUILDLOGS_REDIS: null, USER_EVENTS_REDIS: corp } }, []],
  ['user events elsewhere', { config: { USER_EVENTS_REDIS: corp } }, said('USER_EVENTS_REDIS')],
  ['build logs elsewhere', { config: { BUILDLOGS_REDIS: corp } }, said('BUILDLOGS_REDIS')],
])('%s', (_title, change, expected) => {
  expect(saidOf(redisMixed, change)).toEqual(expected);
});

test('the remedy is true: with both elsewhere the new registry goes on using it', () => {
  const facts = prodFacts({ config: { BUILDLOGS_REDIS: corp, USER_EVENTS_REDIS: corp } });
  expect(redis(facts, defaultChoices)).toMatchObject({ managed: false, configChanges: [] });
});
