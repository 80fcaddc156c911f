import { configKeys, configValue } from '../config/config-document.ts';
import { fieldGroups } from '../config/field-groups.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { isMapping } from '../ecosystem/check-fields.ts';
import { shownHost } from '../redaction/shown-settings.ts';
import type { ComponentRule, ConfigChange } from './decision.ts';
import { removeFields } from './remove-fields.ts';

export const redis: ComponentRule = (facts) => {
  const configured = isConfigured(facts);
  if (facts.redis.external && configured) {
    const reason = `Redis is external (${shownHost(facts.redis.hostname)})`;
    return { kind: 'redis', managed: false, reason, configChanges: completed(facts) };
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

/** Quay of today does not start without both settings, or with a port in quotes; Quay 3.3 does. */
function completed({ config: { document } }: EcosystemFacts): readonly ConfigChange[] {
  const keys = ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS'];
  const values = keys.map((key) => document && configValue(document, key));
  return keys.flatMap((key, index): readonly ConfigChange[] => {
    const [own, other] = [values[index], values[1 - index]];
    if (isMapping(own) && (own.host ?? '') !== '') {
      const reason = 'Quay of today does not start with a port in quotes';
      return isQuotedPort(own.port) ? [{ key, action: 'set', value: withPort(own), reason }] : [];
    }
    const reason = `Quay of today does not start without it; it is the Redis of ${keys[1 - index] ?? ''}`;
    return isMapping(other) ? [{ key, action: 'set', value: withPort(other), reason }] : [];
  });
}

function isQuotedPort(port: unknown): boolean {
  return typeof port === 'string' && /^\d{1,5}$/.test(port);
}

/** The plan is kept as JSON, which has no integers of any size. */
function withPort(redis: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(redis).map(([key, value]) => [
      key,
      typeof value === 'bigint' || (key === 'port' && isQuotedPort(value)) ? Number(value) : value,
    ]),
  );
}
