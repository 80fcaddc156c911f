import { type Static, Type } from 'typebox';

/** From the gravest to the mildest: so findings are shown. */
export const severities = ['blocker', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** What preflight found. A blocker prevents the migration, a warning must be acknowledged, an info needs no decision. */
export const Finding = Type.Object({
  id: Type.String({ description: 'Kebab-case, stable, never reused: people acknowledge and script by it' }),
  severity: Type.Union([Type.Literal('blocker'), Type.Literal('warning'), Type.Literal('info')]),
  object: Type.String({ description: '`Kind namespace/name` of the object that it is about' }),
  field: Type.String({
    description: 'Path from the root of the object: `spec.quay.database.server`, `data[config.yaml]: SECRET_KEY`',
  }),
  message: Type.String({
    description: 'What is so, and why it matters: a sentence with its subject, without full stop',
  }),
  remedy: Type.String({ description: 'What to do, in sentences' }),
});
export type Finding = Readonly<Static<typeof Finding>>;

/** What of a plan's findings still stands in the way of a start. */
export interface Verdict {
  readonly blockers: readonly Finding[];
  /** Warnings that are not acknowledged. One id may be found at several objects. */
  readonly unacknowledged: readonly Finding[];
  readonly canStart: boolean;
}

export function verdictOf(findings: readonly Finding[], acknowledged: readonly string[]): Verdict {
  const blockers = findings.filter(({ severity }) => severity === 'blocker');
  const unacknowledged = findings.filter(({ severity, id }) => severity === 'warning' && !acknowledged.includes(id));
  return { blockers, unacknowledged, canStart: blockers.length + unacknowledged.length === 0 };
}

/** Blockers first, then warnings, then infos; each in their order. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
