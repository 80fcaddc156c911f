import pg from 'pg';
import { quoteIdentifier } from '../server/connection.ts';
import { type Table, displayName, listTables, qualified } from '../catalog/table.ts';

/** A row that another database cannot take. */
export interface InvalidText {
  readonly table: string;
  readonly column: string;
  /** `id 5`, or where the row lies when there is no primary key. */
  readonly row: string;
}

/** Types whose text is ASCII whatever they hold. */
const ascii =
  /^(smallint|integer|bigint|numeric|real|double precision|boolean|bytea|uuid|date|time|timestamp|interval|oid)\b/;

/** How the found row is told: as an error, because nothing else leaves a DO block. */
const found = 'quay-migration invalid text ';

/**
 * The first row with text that is not valid UTF-8: SQL_ASCII takes any bytes. Reads all text, on the server; the
 * session's transaction, if it has one, is of no use after something was found.
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
  return `table ${table}, row ${row}: the text in column ${column} is not valid UTF-8`;
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
 * The server's own judgement of each value. It is asked for as text and made bytes row by row: the server fetches some
 * rows at once, and must not stumble before the row is known.
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

/** What is not ASCII in it is told by numbers: it may be what is not valid. */
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
