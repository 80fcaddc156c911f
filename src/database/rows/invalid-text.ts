import pg from 'pg';
import { quoteIdentifier } from '../server/connection.ts';
import { type Table, displayName, listTables, qualified } from '../catalog/table.ts';

/** A row with text that the target database cannot store. */
export interface InvalidText {
  readonly table: string;
  readonly column: string;
  /** `id 5`, or the physical location of a row without primary key. */
  readonly row: string;
}

/** Types whose values are always ASCII text. */
const ascii =
  /^(smallint|integer|bigint|numeric|real|double precision|boolean|bytea|uuid|date|time|timestamp|interval|oid)\b/;

/** Prefix of the error that returns the row: a DO block has no other result. */
const found = 'quay-migration invalid text ';

/**
 * The first row with text that is not valid UTF-8: SQL_ASCII accepts any bytes. Reads all text, on the server. A result
 * aborts the current transaction of the session.
 */
export async function findInvalidText(client: pg.Client): Promise<InvalidText | undefined> {
  const keys = await readKeys(client);
  for (const table of await listTables(client)) {
    const invalid = await findInTable(client, table, keys.get(qualified(table)) ?? []);
    if (invalid !== undefined) return invalid;
  }
  return undefined;
}

export function describeInvalid({ table, column, row }: InvalidText): string {
  return `the text in column ${column} of table ${table}, row ${row}, is not valid UTF-8`;
}

async function findInTable(client: pg.Client, table: Table, key: readonly string[]): Promise<InvalidText | undefined> {
  const columns = table.columns.filter(({ type }) => !ascii.test(type) || type.endsWith('[]')).map(({ name }) => name);
  if (columns.length === 0) return undefined;
  try {
    await client.query(`do ${pg.escapeLiteral(searchOf(table, columns, key))}`);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    if (!said.startsWith(found)) throw error;
    const [, at = '1', row = ''] = /^(\d+) (.*)$/s.exec(said.slice(found.length)) ?? [];
    return { table: displayName(table), column: columns[Number(at) - 1] ?? '', row };
  }
}

/**
 * Validates each value on the server. Selects text and converts it row by row: the server fetches several rows at once,
 * and must not fail before the row is known.
 */
function searchOf(table: Table, columns: readonly string[], key: readonly string[]): string {
  const texts = columns.map((name) => `${quoteIdentifier(name)}::pg_catalog.text`);
  const row = key.length === 0 ? `'at ' || ctid::text` : `pg_catalog.concat_ws(', ', ${key.map(partOfKey).join(', ')})`;
  return `
    declare
      one pg_catalog.record;
      place pg_catalog.int4 := 1;
    begin
      for one in select ${row} as key, array[${texts.join(', ')}] as texts from only ${qualified(table)} loop
        for n in 1 .. ${columns.length} loop
          place := n;
          perform pg_catalog.convert_from(pg_catalog.convert_to(one.texts[n], 'SQL_ASCII'), 'UTF8');
        end loop;
      end loop;
    exception when character_not_in_repertoire or untranslatable_character then
      raise exception using message = ${pg.escapeLiteral(found)} || place || ' ' || one.key;
    end`;
}

/** Escapes non-ASCII bytes of the key, which may be the invalid ones. */
function partOfKey(name: string): string {
  const bytes = `pg_catalog.convert_to(${quoteIdentifier(name)}::pg_catalog.text, 'SQL_ASCII')`;
  return `${pg.escapeLiteral(`${name} `)} || pg_catalog.left(pg_catalog.encode(${bytes}, 'escape'), 60)`;
}

/** The columns of each table's primary key, by its qualified name. */
async function readKeys(client: pg.Client): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ schema: string; name: string; columns: readonly string[] }>(`
    select n.nspname as schema, c.relname as name,
           pg_catalog.json_agg(a.attname order by pg_catalog.array_position(i.indkey::int2[], a.attnum)) as columns
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
     where i.indisprimary and c.relkind = 'r'
     group by 1, 2`);
  return new Map(rows.map(({ columns, ...table }) => [qualified(table), columns]));
}
