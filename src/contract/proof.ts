import { type Static, Type } from 'typebox';

/** One table on both sides, after the copy. Row counts and sizes are numbers: they stay below 2^53. */
export const TableProof = Type.Object({
  schema: Type.String(),
  table: Type.String(),
  rows: Type.Object({ source: Type.Number(), target: Type.Number() }),
  bytes: Type.Number({ description: 'Size of the table on the target, without indexes' }),
  digest: Type.Object({ algorithm: Type.String(), source: Type.String(), target: Type.String() }),
  equal: Type.Boolean(),
});
export type TableProof = Static<typeof TableProof>;

export const SequenceProof = Type.Object({
  schema: Type.String(),
  sequence: Type.String(),
  source: Type.Object({ lastValue: Type.String(), isCalled: Type.Boolean() }),
  target: Type.Object({ lastValue: Type.String(), isCalled: Type.Boolean() }),
  equal: Type.Boolean(),
});
export type SequenceProof = Static<typeof SequenceProof>;

/** All large objects of both sides together: number, comment and content of each. */
export const LargeObjectProof = Type.Object({
  count: Type.Object({ source: Type.Number(), target: Type.Number() }),
  bytes: Type.Object({ source: Type.Number(), target: Type.Number() }),
  digest: Type.Object({ source: Type.String(), target: Type.String() }),
  equal: Type.Boolean(),
});
export type LargeObjectProof = Static<typeof LargeObjectProof>;

/** What shows that two databases hold the same. Free of values from the data. Kept in the journal. */
export const Proof = Type.Object({
  schemaVersion: Type.Literal(1),
  source: Type.Object({ serverVersion: Type.String() }),
  target: Type.Object({ serverVersion: Type.String() }),
  startedAt: Type.String(),
  finishedAt: Type.String(),
  tables: Type.Array(TableProof),
  sequences: Type.Array(SequenceProof),
  /** Of a database with so many that they are not listed: the tables with fewest rows. Their entries' SHA-256. */
  unlisted: Type.Optional(
    Type.Object({
      tables: Type.Number(),
      equalTables: Type.Number(),
      rows: Type.Number(),
      bytes: Type.Number(),
      sequences: Type.Number(),
      equalSequences: Type.Number(),
      digest: Type.String(),
    }),
  ),
  /** Where one of them has any; Quay makes none. */
  largeObjects: Type.Optional(LargeObjectProof),
  /** Digest of what both sides are made of: tables, indexes, constraints, views, functions, grants and all else. */
  definitions: Type.Object({
    source: Type.String(),
    target: Type.String(),
    equal: Type.Boolean(),
    /** The first objects that are not the same on both sides: `index public.repository_name`. */
    differing: Type.Optional(Type.Array(Type.String())),
  }),
  equal: Type.Boolean(),
  /** What the copy does not have on purpose, in sentences for a person; names of roles and objects only. */
  notes: Type.Optional(Type.Array(Type.String())),
  /** What "equal" says nothing about, in words; proofs of former versions do not say. */
  notLookedAt: Type.Optional(Type.Array(Type.String())),
});
export type Proof = Static<typeof Proof>;
