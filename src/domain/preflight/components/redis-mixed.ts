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
      message: `${key} of config.yaml names ${host}, but another setting names the Redis of the legacy operator. quay-operator manages both or none, so the new registry no longer uses ${host}`,
      remedy: `Acknowledge this warning. Or, to keep using ${host} in the new registry, set both BUILDLOGS_REDIS and USER_EVENTS_REDIS to it: ${editConfig(facts)}.`,
    })),
});
