import { defineRule } from '../define-rule.ts';
import { objectIn } from '../object-names.ts';

export const redisContents = defineRule({
  id: 'redis-contents',
  severity: 'info',
  covers: ['H38'],
  look: (facts) => {
    if (facts.redis.external) return undefined;
    return {
      object: objectIn(facts, 'Deployment', `${facts.name}-redis`),
      field: 'spec.template',
      message:
        'the new registry gets a Redis of its own, empty and without a password: logs of running builds and pending ' +
        'notifications in the browser are lost, nothing else',
      remedy: 'Nothing; let builds end before the migration.',
    };
  },
});
