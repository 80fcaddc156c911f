import { defineConfig } from 'vitest/config';

const clusterTests = ['src/**/*.cluster.test.ts', 'dev/**/*.cluster.test.ts'];
const browserTests = ['e2e/**/*.browser.test.ts', 'dev/**/*.browser.test.ts'];
const databaseTests = ['src/**/*.postgres.test.ts', 'dev/**/*.postgres.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Modules stay loaded from one file to the next, which is most of the time. No test leaves anything behind.
          isolate: false,
          include: ['src/**/*.test.ts', 'dev/**/*.test.ts'],
          exclude: [...clusterTests, ...databaseTests, ...browserTests, '**/node_modules/**'],
        },
      },
      {
        // Real PostgreSQL servers: a few at once, on two cores.
        test: {
          name: 'database',
          include: databaseTests,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
      {
        // One control plane for all files, a namespace for each test.
        test: {
          name: 'cluster',
          include: clusterTests,
          globalSetup: 'dev/checks/cluster-setup.ts',
          setupFiles: ['dev/checks/after-each-file.ts'],
          testTimeout: 900_000,
          hookTimeout: 600_000,
          maxWorkers: 2,
        },
      },
      {
        // Chromium against a page in place of the console, and a cluster for all files.
        test: {
          name: 'browser',
          include: browserTests,
          exclude: ['**/node_modules/**'],
          globalSetup: 'dev/checks/cluster-setup.ts',
          setupFiles: ['dev/checks/after-each-file.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
      {
        // Not a check: `npm run screenshots` makes the documentation's pictures.
        test: {
          name: 'screenshots',
          include: ['e2e/**/*.screenshots.ts'],
          globalSetup: 'dev/checks/cluster-setup.ts',
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'chart',
          include: ['charts/**/*.test.ts'],
          globalSetup: 'dev/checks/tools-setup.ts',
          testTimeout: 60_000,
        },
      },
    ],
  },
});
