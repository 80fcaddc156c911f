import type { PlanPreview } from '../../contract/plan-preview.ts';

/** Whether the database can be copied. An external one stays where it is, whatever is chosen. */
export function canCopyDatabase({
  choices,
  databaseMode,
  findings,
}: Pick<PlanPreview, 'choices' | 'databaseMode' | 'findings'>): boolean {
  if (databaseMode === 'copy') return true;
  return choices.database === 'unmanaged' && !findings.some(({ id }) => id === 'database-external');
}
