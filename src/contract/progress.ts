import { type Static, Type } from 'typebox';

/** How far one table is. Rows are an estimate of the server until the table is done. */
export const TableProgress = Type.Object({
  /** `manifestblob`, and with its schema where that is not `public`. */
  table: Type.String(),
  rows: Type.Object({ done: Type.Number(), total: Type.Number() }),
  bytes: Type.Object({ done: Type.Number(), total: Type.Number() }),
});
export type TableProgress = Static<typeof TableProgress>;

/** How far the copy is. Reported at most once in two seconds. */
export const Progress = Type.Object({
  schemaVersion: Type.Literal(1),
  /** The pod that writes it: a progress of an earlier attempt is told apart by it. */
  writer: Type.String(),
  phase: Type.Union([
    Type.Literal('connecting'),
    Type.Literal('definitions'),
    Type.Literal('rows'),
    Type.Literal('indexes'),
    Type.Literal('proof'),
    Type.Literal('done'),
    Type.Literal('failed'),
  ]),
  updatedAt: Type.String(),
  tables: Type.Object({ done: Type.Number(), total: Type.Number() }),
  rows: Type.Object({ done: Type.Number(), total: Type.Number() }),
  bytes: Type.Object({ done: Type.Number(), total: Type.Number() }),
  /** How fast bytes have been passing lately. Absent while nothing was measured. */
  bytesPerSecond: Type.Optional(Type.Number()),
  /** Time left in this phase at that rate, rounded to seconds. Absent while it cannot be told. */
  secondsLeft: Type.Optional(Type.Number()),
  /** The tables in work and the biggest others, biggest first; never more than 20, so that the report stays small. */
  current: Type.Optional(Type.Array(TableProgress)),
  /** What is being worked on, in words: table names, never values. */
  message: Type.String(),
});
export type Progress = Static<typeof Progress>;
