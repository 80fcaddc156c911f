/**
 * Quay's revision 5b8dc452f5c3 commits its new column before it builds indexes: a run that is cut off after that cannot
 * be repeated until these are gone. Every other revision of the chain up to 3.18 is a transaction or can be repeated.
 */
export const halfDoneRevision = '5b8dc452f5c3';

export const repairStatements = [
  'ALTER TABLE public.tag DROP COLUMN immutable',
  'DROP INDEX IF EXISTS public.tag_manifest_id_lifetime_end_ms',
] as const;
