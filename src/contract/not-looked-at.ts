/** What a proof says nothing about, in words; the copy's notes tell of what it leaves behind. */
export const notLookedAt: readonly string[] = [
  'settings of the database and of its roles',
  'default privileges, and privileges on schema public',
  'publications and subscriptions',
  'security labels and tablespaces',
  'members of extensions, and comments on extensions',
  'system columns of rows (oid, ctid, xmin)',
  'data types of sequences',
  'what the planner knows of the data, and the kind mcv of extended statistics',
];
