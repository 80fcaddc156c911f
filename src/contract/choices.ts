import { type Static, Type } from 'typebox';
import { accessAnnotation, copyBeforeFreezeAnnotation, databaseAnnotation } from './annotations.ts';

/** The choices that have a list of values, by their annotation; the default first. */
export const choiceValues = {
  [databaseAnnotation]: ['copy', 'unmanaged'],
  [copyBeforeFreezeAnnotation]: ['true', 'false'],
  [accessAnnotation]: ['keep-service', 'new-service'],
} as const;

/** What a person decides before a migration; the same as the annotations under `quay-migration/`. */
export const Choices = Type.Object(
  {
    database: Type.Union([Type.Literal('copy'), Type.Literal('unmanaged')], {
      description: '`copy` moves an operator-managed database into the new one; `unmanaged` keeps using the old one',
    }),
    copyBeforeFreeze: Type.Boolean({
      description: 'Pre-copy while the old registry is available; in the downtime only the differences are copied',
    }),
  },
  { additionalProperties: false },
);
export type Choices = Static<typeof Choices>;

/** The choices as annotations of the QuayEcosystem: the one form in which the service reads them. */
export function choiceAnnotations(choices: Partial<Choices>): Readonly<Record<string, string>> {
  const { database, copyBeforeFreeze } = choices;
  return {
    ...(database !== undefined && { [databaseAnnotation]: database }),
    ...(copyBeforeFreeze !== undefined && { [copyBeforeFreezeAnnotation]: String(copyBeforeFreeze) }),
  };
}

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

/** Body of `POST rollback`. `confirmedName` is the ecosystem's name, required where the rollback loses something. */
export const RollbackRequest = Type.Object(
  { request: Type.String({ maxLength: 253 }), confirmedName: Type.Optional(Type.String({ maxLength: 253 })) },
  { additionalProperties: false },
);
export type RollbackRequest = Static<typeof RollbackRequest>;
