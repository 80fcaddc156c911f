import { type Static, Type } from 'typebox';
import { Finding } from './finding.ts';
import { Progress } from './progress.ts';
import { Proof } from './proof.ts';

/** `none`: never asked. `requested`: asked, and not yet taken up by the service. The others are the journal's. */
export const MigrationState = Type.Union([
  Type.Literal('none'),
  Type.Literal('requested'),
  Type.Literal('running'),
  Type.Literal('refused'),
  Type.Literal('holding'),
  Type.Literal('rolling-back'),
  Type.Literal('rolled-back'),
  Type.Literal('done'),
]);
export type MigrationState = Static<typeof MigrationState>;

export const StepView = Type.Object({
  id: Type.String(),
  title: Type.String(),
  state: Type.Union([
    Type.Literal('pending'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('skipped'),
    Type.Literal('failed'),
  ]),
  startedAt: Type.Optional(Type.String()),
  finishedAt: Type.Optional(Type.String()),
  message: Type.String(),
  deadlineSeconds: Type.Optional(Type.Number()),
});
export type StepView = Static<typeof StepView>;

export const AttemptView = Type.Object({
  attempt: Type.Number(),
  request: Type.String(),
  requestedBy: Type.String(),
  state: MigrationState,
  startedAt: Type.String(),
  finishedAt: Type.Optional(Type.String()),
  cause: Type.String(),
});
export type AttemptView = Static<typeof AttemptView>;

/** `GET migration`: where the latest attempt stands. Free of secret values. */
export const MigrationStatus = Type.Object({
  schemaVersion: Type.Literal(1),
  ecosystem: Type.Object({ namespace: Type.String(), name: Type.String() }),
  state: MigrationState,
  /** Why nothing happens although a migration was requested (a label older than the installation, another installation's journal). */
  notice: Type.String(),
  attempt: Type.Optional(Type.Number()),
  request: Type.Optional(Type.String()),
  requestedBy: Type.Optional(Type.String()),
  startedAt: Type.Optional(Type.String()),
  finishedAt: Type.Optional(Type.String()),
  /** Why it failed, was rejected or is being rolled back, and what to do; empty while all is well. */
  cause: Type.String(),
  remedy: Type.String(),
  failedStep: Type.Optional(Type.String()),
  findings: Type.Array(Finding),
  steps: Type.Array(StepView),
  /** The rollback steps; empty unless there was or is a rollback. */
  rollback: Type.Array(StepView),
  progress: Type.Optional(Progress),
  proof: Type.Optional(Proof),
  endpoint: Type.Optional(Type.String()),
  /** Whether a rollback is possible now, and why not. */
  canRollBack: Type.Object({ possible: Type.Boolean(), reason: Type.String() }),
  /** All attempts that are remembered, oldest first. */
  attempts: Type.Array(AttemptView),
});
export type MigrationStatus = Static<typeof MigrationStatus>;

/**
 * One line of `GET migration?watch=true` (`application/x-ndjson`): a status whenever it changes, and a heartbeat at
 * least every 15 seconds. The first line is the status as it is.
 */
export const StatusLine = Type.Union([
  Type.Object({ status: MigrationStatus }),
  Type.Object({ heartbeat: Type.Literal(true) }),
  Type.Object({ error: Type.Object({ code: Type.Number(), message: Type.String() }) }),
]);
export type StatusLine = Static<typeof StatusLine>;
