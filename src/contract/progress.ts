import { type Static, Type } from 'typebox';

/** How far the copy is. Written at most once a second. */
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
  /** What is being worked on, in words: table names, never values. */
  message: Type.String(),
});
export type Progress = Static<typeof Progress>;
