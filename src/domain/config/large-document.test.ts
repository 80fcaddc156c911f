import { expect, test } from 'vitest';
import { parseConfigDocument, serializeConfig } from './config-document.ts';

test('5 MB take seconds, not minutes', { timeout: 120_000 }, () => {
  const text = Array.from({ length: 45_000 }, (_, index) => `K${index}: ${'v'.repeat(100)}\n`).join('');
  const { document, problem } = parseConfigDocument(text);
  expect(problem).toBeUndefined();
  expect(document && serializeConfig(document)).toBe(text);
});
