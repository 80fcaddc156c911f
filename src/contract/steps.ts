/** The steps of a migration, in their order. The ids are stable: people script against them. */
export const stepIds = [
  'preflight',
  'snapshot',
  'prepare',
  'freeze',
  'database',
  'schema-upgrade',
  'registry',
  'rollout',
  'access',
  'verify',
] as const;

export type StepId = (typeof stepIds)[number];
