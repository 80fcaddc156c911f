import { configKeys } from '../config/config-document.ts';
import { fieldGroups } from '../config/field-groups.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { shownHost } from '../redaction/shown-settings.ts';
import type { ComponentRule } from './decision.ts';
import { removeFields } from './remove-fields.ts';

export const redis: ComponentRule = (facts) => {
  const configured = isConfigured(facts);
  if (facts.redis.external && configured) {
    const reason = `Redis is external (${shownHost(facts.redis.hostname)})`;
    return { kind: 'redis', managed: false, reason, configChanges: [] };
  }
  return {
    kind: 'redis',
    managed: true,
    reason: configured
      ? 'the legacy operator managed Redis; what it holds (build logs, user events) is disposable'
      : 'config.yaml names no Redis, and the operator wants one that is named or its own',
    configChanges: removeFields(facts, fieldGroups.redis, 'the operator writes it for the Redis that it manages'),
  };
};

/** What the registry does not use yet cannot be kept: the QuayEcosystem may name a host that config.yaml does not. */
function isConfigured({ config }: EcosystemFacts): boolean {
  const present = config.document === undefined ? [] : configKeys(config.document);
  return ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS'].some((key) => present.includes(key));
}
