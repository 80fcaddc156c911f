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

/** Parts of key names whose values may hold a password, a key or a token. */
const secretWords =
  /KEY|SECRET|PASSW|TOKEN|DB_URI|REDIS|STORAGE_CONFIG|PEPPER|LDAP|LOGIN_CONFIG|PSK|CREDENTIAL|CERT|DSN/;

const longest = 120;

export function isSecretKey(key: string): boolean {
  return secretWords.test(key);
}

export function showValue(key: string, value: unknown): string {
  if (isSecretKey(key)) return '(secret)';
  const text = JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
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

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? `${part.toString()}n` : part));
}
