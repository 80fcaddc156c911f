import { defineConfig } from 'vitest/config';

/** The tests that mutants are tried against: those that need neither a cluster nor a database. */
export default defineConfig({
  test: {
    include: [
      'src/domain/**/*.test.ts',
      'src/service/**/*.test.ts',
      'src/database/**/*.test.ts',
      'src/cli/**/*.test.ts',
    ],
    exclude: ['**/*.cluster.test.ts', '**/*.postgres.test.ts', '**/node_modules/**'],
  },
});
