import { expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { prodSnapshot } from '../fixtures/prod-registry.fixture.ts';
import { readFacts } from '../ecosystem/read-facts.ts';
import { context } from './plan.fixture.ts';
import { planMigration } from './plan-migration.ts';

const size = 5_000_000;

const head = 'DB_URI: postgresql://quay:pw@prod-quay-postgresql/quay\nSECRET_KEY: "1"\nDATABASE_SECRET_KEY: "2"\n';

// Seconds each, on a slow machine a minute: what looked at every key for every other would not be done in five.
test.each([
  ['one value', `NOTE: ${'x'.repeat(size)}\n`],
  ['many settings', lines((n) => `KEY_${n}: a value of some length, and a comment # ${n}`)],
  ['many comments', lines((n) => `# a comment of some length, the ${n}th`)],
])('a config.yaml of 5 MB, %s, is planned and refused', { timeout: 300_000 }, (_title, text) => {
  const snapshot = prodSnapshot({ config: `${head}${text}LAST: 1\n` });
  const { findings } = planMigration(readFacts(snapshot), defaultChoices, context);
  expect(findings.map(({ id }) => id)).toContain('config-yaml-too-large');
});

function lines(line: (n: number) => string): string {
  const parts: string[] = [];
  for (let length = 0, n = 0; length < size; n += 1) {
    const part = `${line(n)}\n`;
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}
