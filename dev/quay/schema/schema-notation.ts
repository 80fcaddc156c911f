/** One column. Types are PostgreSQL's own; `references` is the table whose id it holds. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly references?: string;
  /** An SQL expression. */
  readonly default?: string;
  /** It was dropped by a later revision: only a gap in the attribute numbers is left. */
  readonly dropped: boolean;
}

export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** GIN with gin_trgm_ops. */
  readonly trigram: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly indexes: readonly Index[];
  /** Quay's own name of a foreign key that does not follow its rule, by column. */
  readonly keyNames: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  i4: 'integer',
  i8: 'bigint',
  b: 'boolean',
  t: 'text',
  ts: 'timestamp without time zone',
  d: 'date',
};

/**
 * Reads tables in the notation of this folder: a line for each, `table column column (index)`, longer ones going on
 * in indented lines. Each table has a primary key `id`, an integer where nothing else is written.
 *
 *     name:v255       a column: v255 varchar(255), i4, i8, b boolean, t text, ts timestamp, d date
 *     email:v255?     nullable
 *     kind>role       integer column `kind_id`, a foreign key to `role`, with an index
 *     uuid:v36*       with an index; `!` a unique one; `%` a trigram one
 *     hidden:b=false  with a default
 *     ~code:v255      dropped by a later revision
 *     (a,b)*          an index over columns; `!` a unique one; `(a,b)!name` with a name against the rule
 */
export function parseTables(text: string): readonly Table[] {
  const lines = text.replaceAll(/\n[ \t]+/g, ' ').split('\n');
  return lines.filter((line) => line.trim() !== '').map(parseTable);
}

function parseTable(line: string): Table {
  const [name = '', ...words] = line.trim().split(/\s+/);
  const parts = words.map((word) => (word.startsWith('(') ? composite(name, word) : single(name, word)));
  const keyNames = parts.flatMap(({ column, keyName }) => (column && keyName ? [[column.name, keyName]] : []));
  const columns = parts.flatMap(({ column }) => column ?? []);
  const id: Column = { name: 'id', type: 'integer', nullable: false, dropped: false };
  return {
    name,
    columns: columns.some((column) => column.name === 'id') ? columns : [id, ...columns],
    indexes: parts.flatMap(({ index }) => index ?? []),
    keyNames: Object.fromEntries(keyNames) as Record<string, string>,
  };
}

interface Part {
  readonly column?: Column;
  readonly index?: Index;
  readonly keyName?: string;
}

const singlePattern = /^(~?)(\w+)(?:>(\w+)|:([a-z]+)(\d*))(\??)([*!%]?)(?:=([^/]*))?(?:\/(\w+))?$/;

function single(table: string, word: string): Part {
  const match = singlePattern.exec(word);
  if (!match) throw new Error(`table ${table}: cannot read "${word}"`);
  const [, dropped, stem = '', references, letters = '', length = '', nullable, mark, value, keyName] = match;
  const name = references === undefined ? stem : `${stem}_id`;
  const type = references === undefined ? typeOf(table, letters, length) : 'integer';
  const column = {
    name,
    type,
    nullable: nullable === '?',
    dropped: dropped === '~',
    ...(references !== undefined && { references }),
    ...(value !== undefined && { default: `'${value}'` }),
  };
  const indexed = mark !== '' || references !== undefined;
  return {
    column,
    ...(indexed && { index: indexOn(table, [name], mark ?? '') }),
    ...(keyName !== undefined && { keyName }),
  };
}

function typeOf(table: string, letters: string, length: string): string {
  const type = letters === 'v' && length !== '' ? `character varying(${length})` : types[letters + length];
  if (type === undefined) throw new Error(`table ${table}: no type "${letters}${length}"`);
  return type;
}

function composite(table: string, word: string): Part {
  const match = /^\(([\w,]+)\)([*!])(\w*)$/.exec(word);
  if (!match) throw new Error(`table ${table}: cannot read "${word}"`);
  const [, columns = '', mark = '', name = ''] = match;
  const index = indexOn(table, columns.split(','), mark);
  return { index: name === '' ? index : { ...index, name } };
}

function indexOn(table: string, columns: readonly string[], mark: string): Index {
  return { name: [table, ...columns].join('_'), columns, unique: mark === '!', trigram: mark === '%' };
}
