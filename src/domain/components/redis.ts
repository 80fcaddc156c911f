import { fieldGroups } from '../config/field-groups.ts';
import type { ComponentRule } from './decision.ts';
import { removeFields } from './remove-fields.ts';

export const redis: ComponentRule = (facts) => {
  if (facts.redis.external) {
    const reason = `Redis is external (${facts.redis.hostname})`;
    return { kind: 'redis', managed: false, reason, configChanges: [] };
  }
  return {
    kind: 'redis',
    managed: true,
    reason: 'the legacy operator managed Redis; what it holds (build logs, user events) is disposable',
    configChanges: removeFields(facts, fieldGroups.redis, 'the operator writes it for the Redis that it manages'),
  };
};
