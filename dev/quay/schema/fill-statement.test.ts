import { describe, expect, test } from 'vitest';
import { type Filling, fillStatement } from './fill-statement.ts';
import { legacyTables, quay33 } from './legacy-tables.ts';
import { rowCounts } from './row-counts.ts';
import { rowValues } from './row-values.ts';
import { parseTables } from './schema-notation.ts';

const tables = legacyTables(quay33);
const filling: Filling = {
  counts: {
    ...rowCounts(
      10_000,
      190,
      tables.map(({ name }) => name),
    ),
    role: 3,
    mediatype: 18,
  },
  seeded: new Set(['role', 'mediatype']),
};

function fill(notation: string): string {
  const [table] = parseTables(notation);
  return table ? fillStatement(table, filling) : '';
}

describe('the statement that fills a table', () => {
  test.each([
    ['a i4', 'thing n:i4', `pg_temp.number(i, 'thing.n.n', 1000)`],
    ['a nullable text', 'thing n:v255?', `CASE WHEN i % 3 = 0 THEN NULL ELSE pg_temp.word(i, 'thing.n.word') END`],
    ['a time', 'thing at:ts', `pg_temp.moment(i, 'thing.at.at')`],
    ['a UUID', 'thing uuid:v36', `pg_temp.word(i, 'thing.uuid.uuid')::uuid::text`],
    ['a seeded row', 'thing role>role', `pg_temp.number(i, 'thing.role_id.id of role', 3)`],
    ['a row with gaps', 'thing tag>tag', `pg_temp.nth(pg_temp.number(i, 'thing.tag_id.id of tag', 400))`],
    ['no row of an empty table', 'thing region>userregion?', 'NULL'],
  ])('computes %s', (_, notation, expected) => {
    expect(fill(notation)).toContain(`SELECT pg_temp.nth(i), ${expected} FROM`);
  });

  test('leaves out what was dropped', () => {
    expect(fill('thing ~old:t new:b')).toMatch(/^INSERT INTO "thing" \(id, "new"\)/);
  });

  test.each(tables.map(({ name }) => name))('has nothing unexpanded left for %s', (name) => {
    const table = tables.find((candidate) => candidate.name === name);
    const statement = table ? fillStatement(table, filling) : '';
    expect(statement).not.toMatch(/@\w|\{\w+\}/);
    expect(statement).not.toMatch(/(?<!pg_temp\.)\b(?:nth|word|number|moment|odd|cipher)\((?!bigint)/);
  });

  test('is asked only for columns that there are', () => {
    const unknown = Object.entries(rowValues).flatMap(([name, values]) => {
      const table = tables.find((candidate) => candidate.name === name);
      const columns = new Set(table?.columns.filter(({ dropped }) => !dropped).map((column) => column.name));
      return Object.keys(values)
        .filter((column) => !columns.has(column))
        .map((column) => `${name}.${column}`);
    });
    expect(unknown).toEqual([]);
  });
});
