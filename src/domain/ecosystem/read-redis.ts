import { configValue } from '../config/config-document.ts';
import type { Snapshot } from '../snapshot.ts';
import { isMapping } from './check-fields.ts';
import { isServiceHost } from './database/database-uri.ts';
import type { ConfigFacts, RedisFacts } from './facts.ts';

/**
 * The hosts that config.yaml names count; the legacy operator's own is `NAME-redis`. Quay may use two, and the new
 * operator manages all of Redis or nothing.
 */
export function readRedis(snapshot: Snapshot, claimed: string, { document }: ConfigFacts): RedisFacts {
  const own = `${snapshot.name}-redis`;
  const named = ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS'].flatMap((key) => {
    const value = document && configValue(document, key);
    const host = isMapping(value) ? value.host : undefined;
    return typeof host === 'string' && host !== '' ? [{ key, host }] : [];
  });
  const hosts = named.length > 0 ? named : [{ key: 'BUILDLOGS_REDIS', host: claimed || own }];
  const others = hosts.filter(({ host }) => !isServiceHost(host, own, snapshot.namespace));
  const external = others.length === hosts.length;
  return {
    external,
    hostname:
      (external ? others[0]?.host : hosts.find(({ host }) => !others.some((other) => other.host === host))?.host) ??
      own,
    abandoned: external ? [] : others,
  };
}
