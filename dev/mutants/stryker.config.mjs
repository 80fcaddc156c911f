// Mutation tests, by hand and once a week: `npm run mutants`, or `npm run mutants -- --mutate 'src/domain/plan/**'`.
// Each change of the code that no unit test notices is listed.
export default {
  plugins: ['@stryker-mutator/vitest-runner', './dev/mutants/ignore-words.mjs'],
  testRunner: 'vitest',
  // Not `related`: resolving that anew for each mutant takes longer than all of its tests.
  vitest: { configFile: 'dev/mutants/vitest.config.ts', related: false },
  mutate: [
    'src/domain/**/*.ts',
    'src/service/engine/**/*.ts',
    'src/service/kube/*.ts',
    '!src/**/*.test.ts',
    '!src/**/*.fixture.ts',
  ],
  ignorers: ['words'],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 5_000,
  tempDirName: 'dist/mutants',
  ignorePatterns: ['dist', '.git', 'e2e'],
  incremental: true,
  incrementalFile: 'dist/mutants.json',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { reportTests: false, allowColor: false },
};
