import { shownValue } from '../redaction/hide-config.ts';
import { hidden, shownName } from '../redaction/shown-settings.ts';
import { type ConfigDocument, configEntries } from './config-document.ts';

/** What becomes of one top-level key, for a person to read. Values that hold credentials are never in it. */
export interface ConfigDifference {
  readonly key: string;
  readonly change: 'kept' | 'removed' | 'set' | 'added';
  /** Short JSON, where it is no secret. */
  readonly before?: string;
  readonly after?: string;
  /** Empty for keys that are kept. */
  readonly reason: string;
}

const longest = 120;

function showValue(key: string, value: unknown): string {
  const shown = shownValue(key, value);
  const text = shown === hidden ? hidden : canonical(shown);
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
  const name = shownName(key);
  if (now === undefined) return { key: name, change: 'removed', ...before, reason };
  if (old === undefined) return { key: name, change: 'added', ...after, reason };
  const same = canonical(old) === canonical(now);
  return same
    ? { key: name, change: 'kept', ...before, reason: '' }
    : { key: name, change: 'set', ...before, ...after, reason };
}

/** JSON with integers of any size, which JSON.stringify knows no way to write, digit by digit. */
function canonical(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`);
  return `{${entries.join(',')}}`;
}
