// StrykerJS changes the code bit by bit, and lists each change that no unit test notices. `mutants.ts` says of what.
export default {
  plugins: ['@stryker-mutator/vitest-runner', './dev/mutants/ignore-words.mjs'],
  testRunner: 'vitest',
  // Not `related`: resolving that anew for each mutant takes longer than all of its tests.
  vitest: { configFile: 'dev/mutants/vitest.config.ts', related: false },
  ignorers: ['words'],
  coverageAnalysis: 'perTest',
  // Tables that are read once, when their module is loaded: each would need a process of its own.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 5_000,
  tempDirName: 'dist/mutants/sandbox',
  ignorePatterns: ['dist', '.git', 'e2e'],
  incremental: true,
  thresholds: { high: 100, low: 0, break: Number(process.env.MUTANT_LEAST ?? 0) },
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { reportTests: false, allowColor: false },
};
