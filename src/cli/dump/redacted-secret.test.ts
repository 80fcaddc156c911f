import { expect, test } from 'vitest';
import { isRedacted } from './redacted-secret.ts';

const secret = (...values: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's' },
  data: Object.fromEntries(values.map((value, index) => [`k${index}`, value])),
});

test.each([[['']], [['', '']], [['REDACTED', '<redacted>']], [['***', '']], [['[hidden]']], [[btoa('**REDACTED**')]]])(
  'values %j were taken out',
  (values) => {
    expect(isRedacted(secret(...values))).toBe(true);
  },
);

test.each([[[]], [['', btoa('pw')]], [[btoa('redacted by us all')]], [[btoa('hidden2')]], [['cXVheQ==']]])(
  'values %j are values',
  (values) => {
    expect(isRedacted(secret(...values))).toBe(false);
  },
);

// What tried every start against every end would take hours.
test('a long value is looked at once', { timeout: 60_000 }, () => {
  expect(isRedacted(secret('<'.repeat(1_000_000), btoa(' '.repeat(1_000_000))))).toBe(false);
});
