import { defineConfig } from 'vitest/config';
import { QuickestFirst } from './quickest-first.ts';

/**
 * The tests that mutants are tried against: those that need neither a cluster nor a database, in the folder
 * `MUTANT_TESTS`. Each mutant runs all that touch it, so what is slow stays out, and modules stay loaded from one file
 * to the next.
 */
export default defineConfig({
  test: {
    isolate: false,
    sequence: { sequencer: QuickestFirst },
    setupFiles: ['dev/mutants/quick-properties.mjs'],
    include: [`${process.env.MUTANT_TESTS ?? 'src'}/**/*.test.ts`],
    exclude: [
      '**/*.cluster.test.ts',
      '**/*.postgres.test.ts',
      '**/hostile-input.test.ts',
      '**/*large*.test.ts',
      // It reads the text of the files, which mutants are.
      '**/preflight/severities.test.ts',
      // It runs Python.
      ...(process.env.MUTANT_TESTS?.endsWith('plan') === true ? [] : ['**/quay-proof.test.ts']),
      '**/node_modules/**',
    ],
  },
});
