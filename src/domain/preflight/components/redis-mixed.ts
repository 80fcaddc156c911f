import { defineRule } from '../define-rule.ts';
import { configSecretObject, editConfig } from '../object-names.ts';

export const redisMixed = defineRule({
  id: 'redis-mixed',
  severity: 'warning',
  covers: ['H38'],
  look: (facts) =>
    facts.redis.abandoned.map(({ key, host }) => ({
      object: configSecretObject(facts),
      field: `data[config.yaml]: ${key}`,
      message: `names ${host}, while another setting names the Redis of the legacy operator: the new operator manages both or none, and the new registry no longer uses ${host}`,
      remedy: `Acknowledge this; or let BUILDLOGS_REDIS and USER_EVENTS_REDIS both name ${host}, which the new registry then goes on using: ${editConfig(facts)}.`,
    })),
});
