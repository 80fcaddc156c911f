import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Finding } from '../../contract/finding.ts';
import { defaultChoices } from '../choices.ts';
import { configKeys } from '../config/config-document.ts';
import { type Change, bundleOf, prodFacts, prodSnapshot } from '../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../fixtures/worked-examples.fixture.ts';
import { runPreflight } from './run-preflight.ts';

function findings(change: Change = {}): readonly Finding[] {
  const facts = prodFacts(change);
  return runPreflight(facts, defaultChoices, bundleOf(facts), 'registry.example.com/worker:1');
}

const usual = new Set(findings().map((finding) => JSON.stringify(finding)));

const objects = prodSnapshot().objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
const { document } = prodFacts().config;
const keys = document === undefined ? [] : configKeys(document);

// What preflight says of the registry `prod` beyond what it always says, when one thing is another.
// `vitest run --project unit src/domain/preflight/golden.test.ts --update` writes it anew; read the difference before you
// commit it: people act on these words.
test.each<[string, readonly (readonly [string, Change])[]]>([
  ['worked-examples', Object.entries(workedExamples)],
  ['without-an-object', [...new Set(objects)].map((name) => [name, { remove: [name] }])],
  ['without-a-setting', keys.map((key) => [key, { config: { [key]: null } }])],
  ['with-an-empty-setting', keys.map((key) => [key, { config: { [key]: '' } }])],
  ['with-a-list-for-a-setting', keys.map((key) => [key, { config: { [key]: ['x'] } }])],
])('%s', async (file, cases) => {
  const said = cases.map(([name, change]) => [
    name,
    findings(change).filter((finding) => !usual.has(JSON.stringify(finding))),
  ]);
  const text = stringify(Object.fromEntries(said), { lineWidth: 0, aliasDuplicateObjects: false });
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'golden', `${file}.yaml`));
});
