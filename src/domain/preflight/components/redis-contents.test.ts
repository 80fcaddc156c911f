import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { redisContents } from './redis-contents.ts';

test.each<RuleCase>([
  ['managed', {}, ['spec.template']],
  ['external', { config: { BUILDLOGS_REDIS: { host: 'redis.example.com' }, USER_EVENTS_REDIS: null } }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(redisContents, change)).toEqual(fields);
});
