import { configKeys, configValue } from '../config/config-document.ts';
import { fieldGroups } from '../config/field-groups.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { isMapping } from '../ecosystem/check-fields.ts';
import { shownHost } from '../redaction/shown-settings.ts';
import type { ComponentRule } from './decision.ts';
import type { ConfigChange } from '../config/config-change.ts';
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
      ? 'The legacy operator managed Redis, whose contents (build logs, user events) are disposable'
      : 'config.yaml names no Redis, and quay-operator requires one that is configured or managed',
    configChanges: removeFields(
      facts,
      fieldGroups.redis,
      'quay-operator writes this field for the Redis that it manages',
    ),
  };
};

/** Only a Redis that the registry uses can be kept: the QuayEcosystem may name a host that config.yaml does not. */
function isConfigured({ config }: EcosystemFacts): boolean {
  const present = config.document === undefined ? [] : configKeys(config.document);
  return ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS'].some((key) => present.includes(key));
}

/** Current Quay versions do not start without both settings, or with a port in quotes; Quay 3.3 does. */
function completed({ config: { document } }: EcosystemFacts): readonly ConfigChange[] {
  const keys = ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS'];
  const values = keys.map((key) => document && configValue(document, key));
  return keys.flatMap((key, index): readonly ConfigChange[] => {
    const [own, other] = [values[index], values[1 - index]];
    if (isMapping(own) && (own.host ?? '') !== '') {
      const reason = 'Current Quay versions do not start with a port in quotes';
      return isQuotedPort(own.port) ? [{ key, action: 'set', value: withPort(own), reason }] : [];
    }
    const reason = `Current Quay versions do not start without this field; it is set to the Redis of ${keys[1 - index] ?? ''}`;
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
