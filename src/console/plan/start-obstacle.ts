import type { FindingView, PlanPreview } from '../../contract/plan-preview.ts';

/** What stands between a person and the start, the first of them; undefined when nothing does. */
export type StartObstacle =
  | { readonly kind: 'reload' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'permission'; readonly reason: string }
  | { readonly kind: 'blockers'; readonly count: number }
  | { readonly kind: 'warnings'; readonly count: number };

interface Situation {
  /** undefined while it is being read. */
  readonly plan: PlanPreview | undefined;
  /** The plan shown is of other choices, or old and about to be replaced. */
  readonly loading: boolean;
  readonly acknowledged: readonly string[];
  readonly otherVersion: boolean;
}

export function startObstacle({ plan, loading, acknowledged, otherVersion }: Situation): StartObstacle | undefined {
  if (otherVersion) return { kind: 'reload' };
  if (plan === undefined || loading) return { kind: 'stale' };
  if (!plan.start.allowed) return { kind: 'permission', reason: plan.start.reason };
  const blockers = plan.findings.filter(({ severity }) => severity === 'blocker').length;
  if (blockers > 0) return { kind: 'blockers', count: blockers };
  const open = warningsOf(plan).filter((id) => !acknowledged.includes(id)).length;
  return open > 0 ? { kind: 'warnings', count: open } : undefined;
}

/** The ids of the plan's warnings, once each: one id may be found at several objects. */
export function warningsOf({ findings }: PlanPreview): string[] {
  return [...new Set(findings.filter(({ severity }) => severity === 'warning').map(({ id }) => id))];
}

const order = { blocker: 0, warning: 1, info: 2 } as const;

export function bySeverity(findings: readonly FindingView[]): FindingView[] {
  return [...findings].sort((one, other) => order[one.severity] - order[other.severity]);
}
