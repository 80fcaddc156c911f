import type { ScalarTag, Tags } from 'yaml';
import { Scalar } from 'yaml';
import { stringifyString } from 'yaml/util';

/**
 * YAML as Quay reads it. PyYAML is neither the YAML 1.1 nor the 1.2 of the books (`y` and `1e3` are strings to it, `yes`
 * and `12:30:45` are not), and what it read so far is what the settings mean. They are written in forms that PyYAML and
 * the Go readers of the operator and of Quay's start-up validation read alike.
 */
const pythonNull: ScalarTag = {
  identify: (value) => value === null,
  default: true,
  tag: 'tag:yaml.org,2002:null',
  test: /^(?:~|null|Null|NULL)?$/,
  resolve: () => null,
  stringify: () => 'null',
};

const pythonBoolean: ScalarTag = {
  identify: (value) => typeof value === 'boolean',
  default: true,
  tag: 'tag:yaml.org,2002:bool',
  test: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^(?:y|t|on)/i.test(text),
  stringify: ({ value }) => String(value),
};

const pythonInteger: ScalarTag = {
  identify: (value) => typeof value === 'bigint' || Number.isSafeInteger(value),
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*(?::[0-5]?[0-9])*)$/,
  resolve: (text) => signed(text, integerOf),
  stringify: ({ value }) => String(value),
};

const pythonFloat: ScalarTag = {
  identify: (value) => typeof value === 'number',
  default: true,
  tag: 'tag:yaml.org,2002:float',
  format: 'FLOAT',
  test: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  resolve: floatOf,
  stringify: writeFloat,
};

/** A number that was not read but set: the package looks for a tag without format. */
const { format: _format, ...createdFloat } = pythonFloat;

/** A date, which only PyYAML makes of its text; it is carried as it stands. */
export class Timestamp {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toJSON(): string {
    return this.source;
  }

  /** PyYAML ends at the 31st of February. */
  isDate(): boolean {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = this.source.split(/\D+/, 6).map(Number);
    const date = new Date(Date.UTC(2000, month - 1, day));
    date.setUTCFullYear(year, month - 1, day);
    return (
      year > 0 &&
      date.getUTCMonth() === month - 1 &&
      date.getUTCDate() === day &&
      hour < 24 &&
      minute < 60 &&
      second < 60
    );
  }
}

const pythonTimestamp: ScalarTag = {
  identify: (value) => value instanceof Timestamp,
  default: true,
  tag: 'tag:yaml.org,2002:timestamp',
  test: /^\d{4}-(?:\d\d-\d\d|\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?))?)$/,
  resolve: (text) => new Timestamp(text),
  stringify: ({ source }) => source ?? '',
};

/** What PyYAML takes for the end of a line, refuses, or only knows at the start of a file, unless it is escaped. */
const escaped = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/gu;

/** A string of this form is a number, a date or a word with a meaning to one reader or another, and is quoted. */
const ambiguous =
  /^(?:[-+]?[._]*[0-9][-+0-9a-fox_.:,eETtZz ]*|[-+]?\.(?:inf|nan)|[~=]|<<|y|n|yes|no|on|off|true|false|null)?$/i;

const pythonString: ScalarTag = {
  identify: (value) => typeof value === 'string',
  default: true,
  tag: 'tag:yaml.org,2002:str',
  resolve: (text) => text,
  stringify: (item, context, onComment, onChompKeep) => {
    const text = String(item.value);
    const scalar = new Scalar(text);
    const style = styleOf(text, item.type);
    if (style !== undefined) scalar.type = style;
    if (typeof item.comment === 'string') scalar.comment = item.comment;
    return stringifyString(scalar, { ...context, actualString: true }, onComment, onChompKeep).replace(
      escaped,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  },
};

/** Only while reading: all merges are carried out before anyone looks, and a setting called `<<` is a string. */
const mergeKey = Symbol('<<');

const pythonMerge: ScalarTag = {
  identify: isMergeKey,
  default: 'key',
  tag: 'tag:quay-migration,2026:merge',
  test: /^<<$/,
  resolve: () => mergeKey,
};

const tags: Tags = [
  'map',
  'seq',
  pythonString,
  pythonNull,
  pythonBoolean,
  pythonInteger,
  pythonFloat,
  createdFloat,
  pythonTimestamp,
  pythonMerge,
];

/** Options of the `yaml` package for reading and writing config.yaml. */
export const quayYaml = {
  version: '1.1',
  customTags: () => tags,
  // The package compares each key with each other one, which takes half a minute for a file of 5 MB.
  uniqueKeys: false,
  // The package quotes the file in its errors, and writes what it has doubts about to standard error.
  prettyErrors: false,
  logLevel: 'error',
} as const;

export function isMergeKey(value: unknown): boolean {
  return value === mergeKey;
}

/** Space around line breaks is where readers and writers of block scalars disagree. */
const oddLines = /\t|^\s[^]*\n|^\n|[ ]\n|\n +$/;

/** How a string is to be written; undefined where plain will do. */
function styleOf(text: string, style: Scalar.Type | undefined): Scalar.Type | undefined {
  if (oddLines.test(text) || text.search(escaped) >= 0) return 'QUOTE_DOUBLE';
  return ambiguous.test(text) && style !== 'QUOTE_SINGLE' ? 'QUOTE_DOUBLE' : style;
}

function signed(text: string, read: (digits: string) => bigint): bigint {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  return text.startsWith('-') ? -read(digits) : read(digits);
}

function integerOf(digits: string): bigint {
  if (/^0[bx]/.test(digits)) return BigInt(digits);
  if (digits.startsWith('0')) return BigInt(`0o${digits}`);
  return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
}

function floatOf(text: string): number {
  const plain = text.replaceAll('_', '').toLowerCase();
  const digits = plain.replace(/^[-+]/, '');
  const sign = plain.startsWith('-') ? -1 : 1;
  if (digits === '.inf') return sign * Infinity;
  return sign * digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** PyYAML knows a float by its point, and wants a sign in the exponent. */
function writeFloat({ value, source }: Scalar): string {
  if (source !== undefined && /^-?(?:0|[1-9]\d*)\.\d+$/.test(source)) return source;
  const text = String(value);
  if (text.endsWith('Infinity')) return text.replace('Infinity', '.inf');
  if (text === 'NaN') return '.nan';
  return text.includes('.') ? text : text.replace(/^-?\d+/, '$&.0');
}
