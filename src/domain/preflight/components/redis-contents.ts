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
        'The new registry gets its own Redis, empty and without a password. Logs of running builds and pending ' +
        'notifications in the browser are lost, nothing else',
      remedy: 'Let running builds finish before the migration. No other action is required.',
    };
  },
});
