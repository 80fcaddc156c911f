/**
 * The two keys of a legacy registry as its setup wrote them: decimal numbers of 77 digits, as text. A reader that takes
 * one for a number loses it.
 */
export const legacyKeys = {
  secretKey: '10237956402814530162958407361920583746192058374619205837461920583746192058374',
  databaseSecretKey: '59382716405938271640593827164059382716405938271640593827164059382716405938271',
} as const;
