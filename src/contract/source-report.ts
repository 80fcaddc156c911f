import { type Static, Type } from 'typebox';

/** What `inspect` found in the source database. */
export const SourceReport = Type.Object({
  schemaVersion: Type.Literal(1),
  writer: Type.String(),
  serverVersion: Type.String(),
  encoding: Type.String(),
  collation: Type.String(),
  revision: Type.String({ description: 'alembic_version.version_num' }),
  tables: Type.Number(),
  rowsEstimated: Type.Number(),
  bytes: Type.Number(),
  /** What a copy does not carry, in sentences for a person; names of roles and objects only. */
  notes: Type.Optional(Type.Array(Type.String())),
  /** The new database, where there is to be a copy: reached from the same pod, as the role that will own it. */
  target: Type.Optional(
    Type.Object({
      serverVersion: Type.String(),
      database: Type.String(),
      role: Type.String(),
      /** Where it is another than the source's, names are sorted differently afterwards. */
      collation: Type.Optional(Type.String()),
      empty: Type.Boolean(),
    }),
  ),
});
export type SourceReport = Static<typeof SourceReport>;

/** What `check-upgrade` found in the target database after the schema upgrade. */
export const UpgradeReport = Type.Object({
  schemaVersion: Type.Literal(1),
  writer: Type.String(),
  revision: Type.String(),
  survivingTables: Type.Number(),
  droppedTables: Type.Number(),
  equal: Type.Boolean(),
});
export type UpgradeReport = Static<typeof UpgradeReport>;
