import { type Static, Type } from 'typebox';
import { Choices } from './choices.ts';
import { Finding } from './finding.ts';

/** One key of config.yaml that changes. Values that are secret, or may be, are hidden. */
export const ConfigChange = Type.Object({
  key: Type.String(),
  change: Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')]),
  reason: Type.String(),
  before: Type.Optional(Type.String()),
  after: Type.Optional(Type.String()),
});
export type ConfigChange = Static<typeof ConfigChange>;

/** `GET plan`: what a migration with these choices would do. Nothing is changed by asking. Free of secret values. */
export const PlanPreview = Type.Object({
  schemaVersion: Type.Literal(1),
  ecosystem: Type.Object({ namespace: Type.String(), name: Type.String() }),
  readAt: Type.String({ description: 'RFC 3339' }),
  choices: Choices,
  components: Type.Array(Type.Object({ kind: Type.String(), managed: Type.Boolean(), reason: Type.String() })),
  findings: Type.Array(Finding),
  configChanges: Type.Array(ConfigChange),
  steps: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      skipped: Type.Optional(Type.String({ description: 'Why it has nothing to do here' })),
      deadlineSeconds: Type.Number(),
    }),
  ),
  /** The objects that will be there afterwards, as YAML documents: secret values hidden. */
  resources: Type.Array(Type.Object({ kind: Type.String(), name: Type.String(), yaml: Type.String() })),
  databaseMode: Type.Union([Type.Literal('copy'), Type.Literal('in-place')]),
  quayVersion: Type.String({ description: 'Of the new registry; empty when no operator was found' }),
  /** Whether the caller may start it: `patch` on the QuayEcosystem, as the API server says. */
  start: Type.Object({ allowed: Type.Boolean(), reason: Type.String({ description: 'Why not; empty when allowed' }) }),
});
export type PlanPreview = Static<typeof PlanPreview>;
