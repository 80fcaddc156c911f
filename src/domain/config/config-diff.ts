import { type ConfigDocument, configEntries } from './config-document.ts';

/** What becomes of one top-level key, for a person to read. Values that hold credentials are never in it. */
export interface ConfigDifference {
  readonly key: string;
  readonly change: 'kept' | 'removed' | 'set' | 'added';
  /** Short JSON, or `(secret)`. */
  readonly before?: string;
  readonly after?: string;
  /** Empty for keys that are kept. */
  readonly reason: string;
}

/** Words in the names of settings whose values may be a password, a key or a token, or hold one somewhere inside. */
const secretWords =
  /KEY|SECRET|PASSW|TOKEN|PEPPER|PSK|CREDENTIAL|DSN|DB_URI|DB_CONNECTION_ARGS|REDIS|STORAGE_CONFIG|LDAP|_LOGIN_CONFIG|_TRIGGER_CONFIG|BUILD_MANAGER|LOGS_MODEL_CONFIG|CACHE_CONFIG|STRIPE|MARKETO|ZENDESK/;

/** `https://user:password@host`: proxies and push gateways are configured like that. */
const urlWithPassword = /:\/\/[^/\s]*@/;

const longest = 120;

/**
 * Whether a value is to be hidden. A yes or no is never a secret, whatever its name, and a mapping always may hold one:
 * names of providers are made up by whoever configures them.
 */
export function isSecret(key: string, value: unknown): boolean {
  if (typeof value === 'boolean' || value === null) return false;
  return secretWords.test(key) || holdsMapping(value) || urlWithPassword.test(canonical(value));
}

function holdsMapping(value: unknown): boolean {
  return Array.isArray(value) ? value.some(holdsMapping) : typeof value === 'object' && value !== null;
}

function showValue(key: string, value: unknown): string {
  if (isSecret(key, value)) return '(secret)';
  const text = canonical(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** Compares two documents key by key; `reasons` says why a key changed. */
export function diffConfig(
  before: ConfigDocument,
  after: ConfigDocument,
  reasons: ReadonlyMap<string, string>,
): readonly ConfigDifference[] {
  const [old, now] = [configEntries(before), configEntries(after)];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].map((key) => difference(key, old.get(key), now.get(key), reasons.get(key)));
}

function difference(key: string, old: unknown, now: unknown, reason = ''): ConfigDifference {
  const before = old === undefined ? {} : { before: showValue(key, old) };
  const after = now === undefined ? {} : { after: showValue(key, now) };
  if (now === undefined) return { key, change: 'removed', ...before, reason };
  if (old === undefined) return { key, change: 'added', ...after, reason };
  const same = canonical(old) === canonical(now);
  return same ? { key, change: 'kept', ...before, reason: '' } : { key, change: 'set', ...before, ...after, reason };
}

/** JSON with integers of any size, which JSON.stringify knows no way to write, digit by digit. */
function canonical(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  return JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? `${part.toString()}n` : part));
}
