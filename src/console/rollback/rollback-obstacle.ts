import type { RollbackPreview } from '../../contract/rollback-preview.ts';

/** Whether the button may be pressed: allowed, possible, and the name typed where something is lost. */
export function mayRollBack(preview: RollbackPreview | undefined, typed: string, name: string): boolean {
  if (preview === undefined || !preview.possible || !preview.rollBack.allowed) return false;
  return !preview.confirmationNeeded || typed.trim() === name;
}
