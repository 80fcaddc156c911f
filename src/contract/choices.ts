import { type Static, Type } from 'typebox';

/** What a person decides before a migration; the same as the annotations under `quay-migration/`. */
export const Choices = Type.Object(
  {
    database: Type.Union([Type.Literal('copy'), Type.Literal('unmanaged')]),
    copyBeforeFreeze: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type Choices = Static<typeof Choices>;

/** Body of `POST migration`. Every warning of the plan must be acknowledged by its id. */
export const StartRequest = Type.Object(
  {
    acknowledged: Type.Array(Type.String({ maxLength: 63, pattern: '^[a-z0-9-]+$' }), { maxItems: 128 }),
    choices: Choices,
  },
  { additionalProperties: false },
);
export type StartRequest = Static<typeof StartRequest>;

/** Answer to `POST migration` and `POST rollback`: the request by which the attempt is known. */
export const Accepted = Type.Object({ request: Type.String() });
export type Accepted = Static<typeof Accepted>;

/** Body of `POST rollback`. `confirmedName` is the ecosystem's name, asked for where the rollback loses something. */
export const RollbackRequest = Type.Object(
  { request: Type.String({ maxLength: 253 }), confirmedName: Type.Optional(Type.String({ maxLength: 253 })) },
  { additionalProperties: false },
);
export type RollbackRequest = Static<typeof RollbackRequest>;
