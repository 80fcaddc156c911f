import {
  type ConfigDocument,
  configEntries,
  emptyConfig,
  parseConfigDocument,
  serializeConfig,
} from '../config/config-document.ts';
import {
  type Shown,
  hidden,
  shownDriver,
  shownLocation,
  shownName,
  shownOf,
  shownOfField,
  shownText,
} from './shown-settings.ts';

/**
 * config.yaml as it may be shown. It is written anew from the values that may be, so that nothing else of the file,
 * such as a comment with the password of last year, can come along.
 */
export function hideInConfig(text: string): string {
  const { document } = parseConfigDocument(text);
  return document === undefined ? hidden : serializeConfig(shownDocument(document));
}

function shownDocument(document: ConfigDocument): ConfigDocument {
  const shown = emptyConfig();
  const entries = [...configEntries(document)].map(
    ([name, value]) => [shownName(name), shownValue(name, value)] as const,
  );
  for (const [name, value] of distinct(entries)) shown.set(name, shown.createNode(value));
  return shown;
}

/** The value of a top-level setting as it may be shown. */
export function shownValue(setting: string, value: unknown): unknown {
  return partOf(value, shownOf(setting));
}

function partOf(value: unknown, shown: Shown): unknown {
  if (tellsNothing(value)) return value;
  if (Array.isArray(value)) return shown === 'nothing' ? hidden : value.map((item) => partOf(item, shown));
  if (typeof value === 'string') return shown === 'plain' ? shownText(value) : hidden;
  if (typeof value === 'number' || typeof value === 'bigint') return shown === 'plain' ? value : hidden;
  if (!isPlainMapping(value)) return hidden;
  if (shown === 'locations') return mappingOf(value, shownLocation, locationOf);
  return shown === 'fields' ? mappingOf(value, shownName, (part, name) => partOf(part, shownOfField(name))) : hidden;
}

/** `[S3Storage, {s3_bucket: registry}]` */
function locationOf(value: unknown): unknown {
  if (!Array.isArray(value)) return partOf(value, 'fields');
  const [driver, ...rest] = value as readonly unknown[];
  return [shownDriver(driver), ...rest.map((item) => partOf(item, 'fields'))];
}

function mappingOf(
  mapping: Readonly<Record<string, unknown>>,
  nameOf: (name: string) => string,
  valueOf: (value: unknown, name: string) => unknown,
): unknown {
  const entries = Object.entries(mapping).map(([name, value]) => [nameOf(name), valueOf(value, name)] as const);
  return Object.fromEntries(distinct(entries));
}

/** Names that are not shown are numbered, so that none stands for another. */
function distinct(entries: readonly (readonly [string, unknown])[]): readonly (readonly [string, unknown])[] {
  let count = 0;
  return entries.map(([name, value]) => {
    if (name !== hidden) return [name, value];
    count += 1;
    return [count === 1 ? hidden : `(hidden ${count})`, value];
  });
}

/** A switch, or nothing at all, is no secret, whatever its name. */
function tellsNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return true;
  return Array.isArray(value) ? value.length === 0 : isPlainMapping(value) && Object.keys(value).length === 0;
}

/** Dates and binary values are objects as well, but no mappings. */
function isPlainMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
