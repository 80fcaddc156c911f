import { type Static, Type } from 'typebox';

/** `GET rollback`: what a rollback would undo, and what it would lose. */
export const RollbackPreview = Type.Object({
  schemaVersion: Type.Literal(1),
  possible: Type.Boolean(),
  /** Why it is not possible; empty when it is. */
  reason: Type.String(),
  request: Type.String({ description: 'Of the attempt that would be rolled back; empty when there is none' }),
  /** In the order in which it happens. */
  undone: Type.Array(Type.Object({ object: Type.String(), action: Type.String() })),
  /** In words, for instance images pushed since; empty when nothing is lost. */
  lost: Type.Array(Type.String()),
  /** What is kept on purpose, such as the new registry's volume. */
  kept: Type.Array(Type.String()),
  /** True where something is lost: the name of the ecosystem must be typed. */
  confirmationNeeded: Type.Boolean(),
  rollBack: Type.Object({ allowed: Type.Boolean(), reason: Type.String() }),
});
export type RollbackPreview = Static<typeof RollbackPreview>;
