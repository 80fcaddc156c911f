import { verdictOf } from '../../contract/finding.ts';
import type { PlanPreview } from '../../contract/plan-preview.ts';

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
  const { blockers, unacknowledged } = verdictOf(plan.findings, acknowledged);
  if (blockers.length > 0) return { kind: 'blockers', count: blockers.length };
  const open = new Set(unacknowledged.map(({ id }) => id)).size;
  return open > 0 ? { kind: 'warnings', count: open } : undefined;
}

/** The ids of the plan's warnings, once each: one id may be found at several objects. */
export function warningsOf({ findings }: PlanPreview): string[] {
  return [...new Set(findings.filter(({ severity }) => severity === 'warning').map(({ id }) => id))];
}
