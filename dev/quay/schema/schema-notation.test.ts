import { describe, expect, test } from 'vitest';
import { legacyTables, quay32, quay33 } from './legacy-tables.ts';
import { parseTables } from './schema-notation.ts';
import { addForeignKeys, createIndex, createTable } from './table-statements.ts';

const plain = { nullable: false, dropped: false };

describe('the notation', () => {
  test.each([
    ['name:v255', { ...plain, name: 'name', type: 'character varying(255)' }],
    ['size:i8?', { ...plain, name: 'size', type: 'bigint', nullable: true }],
    ['~code:v255', { ...plain, name: 'code', type: 'character varying(255)', dropped: true }],
    ['hidden:b=false', { ...plain, name: 'hidden', type: 'boolean', default: `'false'` }],
    [
      'at:ts=2020-05-11T08:23:45',
      { ...plain, name: 'at', type: 'timestamp without time zone', default: `'2020-05-11T08:23:45'` },
    ],
    ['kind>role?', { ...plain, name: 'kind_id', type: 'integer', nullable: true, references: 'role' }],
  ])('%s is a column', (word, column) => {
    expect(parseTables(`t ${word}`)[0]?.columns[1]).toEqual(column);
  });

  test.each([
    ['a:t*', { name: 't_a', columns: ['a'], unique: false, trigram: false }],
    ['a:t!', { name: 't_a', columns: ['a'], unique: true, trigram: false }],
    ['a:t?%', { name: 't_a', columns: ['a'], unique: false, trigram: true }],
    ['a>role', { name: 't_a_id', columns: ['a_id'], unique: false, trigram: false }],
    ['a>role!', { name: 't_a_id', columns: ['a_id'], unique: true, trigram: false }],
    ['(a,b)*', { name: 't_a_b', columns: ['a', 'b'], unique: false, trigram: false }],
    ['(a,b)!other', { name: 'other', columns: ['a', 'b'], unique: true, trigram: false }],
  ])('%s is an index', (word, index) => {
    expect(parseTables(`t ${word}`)[0]?.indexes).toEqual([index]);
  });

  test('goes on in indented lines', () => {
    expect(parseTables('\na x:t\n  y:t\nb z:t\n').map(({ columns }) => columns.length)).toEqual([3, 2]);
  });

  test.each(['name', 'name:v', 'name:x4', '(a,b)', '(a b)*'])('refuses %s and names the table', (word) => {
    expect(() => parseTables(`thing ${word}`)).toThrow(/thing/);
  });
});

describe('the statements', () => {
  const [table] = parseTables('user ~old:t kind>role email:v255! about:t% (kind_id,email)*');
  if (!table) throw new Error('no table');

  test('make and drop a column of an old revision', () => {
    expect(createTable(table)).toBe(
      'CREATE TABLE "user" (id serial, "old" text NOT NULL, "kind_id" integer NOT NULL, ' +
        '"email" character varying(255) NOT NULL, "about" text NOT NULL, CONSTRAINT "pk_user" PRIMARY KEY (id));\n' +
        'ALTER TABLE "user" DROP COLUMN "old"',
    );
  });

  test('name keys and indexes as Quay does', () => {
    expect(addForeignKeys(table)).toEqual([
      'ALTER TABLE "user" ADD CONSTRAINT "fk_user_kind_id_role" FOREIGN KEY ("kind_id") REFERENCES "role" (id)',
    ]);
    expect(table.indexes.map((index) => createIndex('user', index))).toEqual([
      'CREATE INDEX "user_kind_id" ON "user" ("kind_id")',
      'CREATE UNIQUE INDEX "user_email" ON "user" ("email")',
      'CREATE INDEX "user_about" ON "user" USING gin ("about" gin_trgm_ops)',
      'CREATE INDEX "user_kind_id_email" ON "user" ("kind_id", "email")',
    ]);
  });

  test('keep the one name that is against the rule', () => {
    const derived = legacyTables(quay33).find(({ name }) => name === 'derivedstorageforimage');
    const statements = derived ? addForeignKeys(derived) : [];
    expect(statements.join()).toContain('"fk_derivedstorageforimage_transformation_constraint"');
  });
});

test('Quay 3.2 has two tables less', () => {
  expect([legacyTables(quay32).length, legacyTables(quay33).length]).toEqual([89, 91]);
});
