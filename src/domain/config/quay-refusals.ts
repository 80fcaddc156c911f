import { isMapping } from '../ecosystem/check-fields.ts';
import { shownHost, shownLocation } from '../redaction/shown-settings.ts';
import { hasType, settingTypes } from './setting-types.ts';
import { storageProblems } from './storage-arguments.ts';

export interface Refusal {
  /** `MAIL_PORT`, or `DISTRIBUTED_STORAGE_CONFIG.default` */
  readonly key: string;
  /** A predicate whose subject is the key: `is missing`. */
  readonly problem: string;
}

type Entries = ReadonlyMap<string, unknown>;
type Rule = (entries: Entries, fullNames: boolean) => readonly Refusal[];

/**
 * What the validation that Quay runs at its start would reject about a configuration, as far as it needs no server
 * (`config-tool validate` of Quay 3.9 to 3.18). `fullNames`: host names need a dot, as since 3.18.
 */
export function quayRefusals(entries: Entries, fullNames: boolean): readonly Refusal[] {
  return rules.flatMap((rule) => rule(entries, fullNames));
}

const oneOf =
  (key: string, allowed: readonly string[]): Rule =>
  (entries) => {
    const value = entries.get(key);
    if (typeof value !== 'string' || allowed.includes(value)) return [];
    return [{ key, problem: `is not one of the values that Quay accepts: ${allowed.join(', ')}` }];
  };

const duration =
  (key: string): Rule =>
  (entries) => {
    const value = entries.get(key);
    if (typeof value !== 'string' || value === '' || /^\d+[wmdhs]$/.test(value)) return [];
    return [{ key, problem: 'must be a number followed by one of the letters w, d, h, m, s' }];
  };

const host =
  (key: string): Rule =>
  (entries, fullNames) => {
    const value = entries.get(key);
    if (typeof value !== 'string' || value === '') return [];
    if (!/^[a-zA-Z0-9.-]+(:\d+)?$/.test(value.trim())) return [{ key, problem: 'is not a host name' }];
    const name = value.trim().replace(/:\d+$/, '');
    if (!fullNames || name.includes('.') || name === 'localhost') return [];
    return [{ key, problem: `is "${shownHost(name)}", a name without a domain, which Quay rejects since 3.18` }];
  };

/** Keys that must exist and have a value if a feature is enabled. */
const needs =
  (on: (entries: Entries) => boolean, feature: string, keys: readonly string[]): Rule =>
  (entries) =>
    on(entries)
      ? keys
          .filter((key) => (entries.get(key) ?? '') === '')
          .map((key) => ({ key, problem: `is missing, although ${feature}` }))
      : [];

const is =
  (key: string, value: unknown) =>
  (entries: Entries): boolean =>
    entries.get(key) === value;

const url =
  (key: string, on: (entries: Entries) => boolean, schemes: RegExp): Rule =>
  (entries) => {
    const value = entries.get(key);
    if (!on(entries) || typeof value !== 'string' || value === '' || schemes.test(value)) return [];
    return [{ key, problem: 'is not a URL with a supported scheme' }];
  };

const types: Rule = (entries) =>
  [...entries].flatMap(([key, value]) => {
    const type = Object.hasOwn(settingTypes, key) ? settingTypes[key] : undefined;
    if (type === undefined || value === null || hasType(value, type)) return [];
    const words = { string: 'a string', int: 'an integer', bool: 'true or false, without quotes', list: 'a list' };
    return [{ key, problem: `must be ${words[type]}` }];
  });

const redisTypes: Rule = (entries) =>
  ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS', 'PULL_METRICS_REDIS'].flatMap((key) => {
    const value = entries.get(key);
    if (value === undefined || value === null) return [];
    if (!isMapping(value)) return [{ key, problem: 'must be a mapping with the host' }];
    const parts = { host: 'string', password: 'string', port: 'int', ssl: 'bool' } as const;
    const wrong = Object.entries(parts).filter(
      ([part, type]) => (value[part] ?? null) !== null && !hasType(value[part], type),
    );
    const words = wrong.map(([part]) => ({
      key: `${key}.${part}`,
      problem: 'has the wrong type',
    }));
    return (value.host ?? '') === '' ? [...words, { key: `${key}.host`, problem: 'is missing' }] : words;
  });

const tagExpiration: Rule = (entries) => {
  const [key, options] = ['DEFAULT_TAG_EXPIRATION', entries.get('TAG_EXPIRATION_OPTIONS')];
  const value = entries.get(key) ?? '2w';
  if (!Array.isArray(options) || options.includes(value)) return [];
  return [{ key, problem: 'is not one of TAG_EXPIRATION_OPTIONS' }];
};

const logArchive: Rule = (entries) => {
  const key = 'ACTION_LOG_ARCHIVE_LOCATION';
  const [location, storage] = [entries.get(key), entries.get('DISTRIBUTED_STORAGE_CONFIG')];
  if (entries.get('FEATURE_ACTION_LOG_ROTATION') !== true || typeof location !== 'string' || location === '') return [];
  if (isMapping(storage) && Object.hasOwn(storage, location)) return [];
  const known = isMapping(storage) ? Object.keys(storage).slice(0, 20).map(shownLocation).join(', ') : 'none';
  return [{ key, problem: `does not name a location of DISTRIBUTED_STORAGE_CONFIG (${known})` }];
};

const storage: Rule = (entries) => {
  const key = 'DISTRIBUTED_STORAGE_CONFIG';
  const value = entries.get(key);
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([location, definition]) =>
    storageProblems(definition).map((problem) => ({ key: `${key}.${shownLocation(location)}`, problem })),
  );
};

const logins: Rule = (entries) => {
  const provided = [...entries].some(
    ([key, value]) => key.endsWith('_LOGIN_CONFIG') && isMapping(value) && 'OIDC_SERVER' in value,
  );
  const on = ['FEATURE_GITHUB_LOGIN', 'FEATURE_GOOGLE_LOGIN'].some((key) => entries.get(key) === true);
  if (entries.get('FEATURE_DIRECT_LOGIN') !== false || provided || on) return [];
  return [{ key: 'FEATURE_DIRECT_LOGIN', problem: 'is false, and no other login method is configured' }];
};

const appTokens: Rule = (entries) => {
  if (entries.get('AUTHENTICATION_TYPE') !== 'AppToken') return [];
  return [
    ...(entries.get('FEATURE_APP_SPECIFIC_TOKENS') === true
      ? []
      : [{ key: 'FEATURE_APP_SPECIFIC_TOKENS', problem: 'must be true with AUTHENTICATION_TYPE AppToken' }]),
    ...(entries.get('FEATURE_DIRECT_LOGIN') === false
      ? []
      : [{ key: 'FEATURE_DIRECT_LOGIN', problem: 'must be false with AUTHENTICATION_TYPE AppToken' }]),
  ];
};

const invitations: Rule = (entries) =>
  entries.get('FEATURE_USER_CREATION') === false && entries.get('FEATURE_INVITE_ONLY_USER_CREATION') === true
    ? [{ key: 'FEATURE_INVITE_ONLY_USER_CREATION', problem: 'is true, although FEATURE_USER_CREATION is false' }]
    : [];

const ldap = is('AUTHENTICATION_TYPE', 'LDAP');
const jwt = is('AUTHENTICATION_TYPE', 'JWT');
const web = /^https?:\/\//;

const rules: readonly Rule[] = [
  ...[types, redisTypes, tagExpiration, logArchive, storage, logins, appTokens, invitations],
  oneOf('AUTHENTICATION_TYPE', ['Database', 'LDAP', 'JWT', 'Keystone', 'OIDC', 'AppToken']),
  ...['FRESH_LOGIN_TIMEOUT', 'TEAM_RESYNC_STALE_TIME', 'USER_RECOVERY_TOKEN_LIFETIME'].map(duration),
  ...['SERVER_HOSTNAME', 'REPO_MIRROR_SERVER_HOSTNAME'].map(host),
  needs(is('FEATURE_ACTION_LOG_ROTATION', true), 'FEATURE_ACTION_LOG_ROTATION is true', [
    'ACTION_LOG_ARCHIVE_PATH',
    'ACTION_LOG_ARCHIVE_LOCATION',
  ]),
  needs(is('FEATURE_MAILING', true), 'FEATURE_MAILING is true', ['MAIL_SERVER']),
  needs(ldap, 'AUTHENTICATION_TYPE is LDAP', ['LDAP_ADMIN_DN', 'LDAP_ADMIN_PASSWD']),
  needs(jwt, 'AUTHENTICATION_TYPE is JWT', ['JWT_VERIFY_ENDPOINT', 'JWT_AUTH_ISSUER']),
  url('LDAP_URI', ldap, /^ldaps?:/),
  ...['JWT_VERIFY_ENDPOINT', 'JWT_GETUSER_ENDPOINT', 'JWT_QUERY_ENDPOINT'].map((key) => url(key, jwt, web)),
  url('SECURITY_SCANNER_V4_ENDPOINT', is('FEATURE_SECURITY_SCANNER', true), /^\w+:\/\/[^/]/),
];
