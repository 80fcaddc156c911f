import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import type { ESLint } from 'eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const rooms = ['k8s', 'contract', 'domain', 'database', 'service', 'cli', 'console'];

/** Who may import whom; ARCHITECTURE.md draws it. The CLI takes the service's cluster reader and nothing else of it. */
const mayImport: Record<string, string[]> = {
  k8s: [],
  contract: [],
  domain: ['contract', 'k8s'],
  database: ['contract'],
  service: ['service-kube', 'contract', 'domain', 'k8s'],
  'service-kube': ['contract', 'domain', 'k8s'],
  cli: ['contract', 'domain', 'k8s', 'service-kube'],
  console: ['contract', 'domain', 'k8s'],
  chart: ['dev', 'k8s'],
  e2e: ['dev', 'contract', 'k8s'],
  dev: ['k8s', 'contract', 'domain', 'database', 'service', 'service-kube', 'cli', 'console'],
};

export default defineConfig(
  // The host's page has packages and a compiler run of its own.
  { ignores: ['dist/**', '**/node_modules/**', 'dev/console-host/page/**', 'dev/console-host/*.fixture.js'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ['./tsconfig.tests.json', ...rooms.map((room) => `./src/${room}/tsconfig.json`)] },
    },
    // The package's types are of an older ESLint.
    plugins: { boundaries: boundaries as unknown as ESLint.Plugin },
    settings: {
      'boundaries/elements': [
        { type: 'service-kube', pattern: 'src/service/kube' },
        ...rooms.map((room) => ({ type: room, pattern: `src/${room}` })),
        { type: 'dev', pattern: 'dev' },
        { type: 'chart', pattern: 'charts' },
        { type: 'e2e', pattern: 'e2e' },
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: Object.entries(mayImport).map(([from, allowed]) => ({
            from: { element: { type: from } },
            allow: [from, ...allowed].map((type) => ({ to: { element: { type } } })),
          })),
        },
      ],
      // Each `?.` and `??` counts as a branch, so this is about eight decisions.
      complexity: ['error', 15],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // `const { uid: _uid, ...rest }` is how a field is left out.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // Numbers in messages are what a reader expects.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An async function that awaits nothing keeps an interface honest.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // Tests reach over room walls, and a describe block is as long as its table.
    files: ['**/*.test.ts', 'e2e/*.screenshots.ts'],
    rules: { 'boundaries/dependencies': 'off', 'max-lines-per-function': 'off', 'max-params': 'off' },
  },
  {
    files: ['src/console/**/*.{ts,tsx}'],
    // Its types are of an older ESLint too.
    plugins: { 'react-hooks': reactHooks as unknown as ESLint.Plugin },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
);
