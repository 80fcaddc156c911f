import { dirname, delimiter } from 'node:path';
import { ensureDebianPackages, postgresqlBin } from '../cluster/debian-packages.ts';
import { readFile } from 'node:fs/promises';
import { type Count, type PartResult, countLine, none, runTests, runTool, sum } from './check-run.ts';
import { type RanTest, unprovenHazards } from './hazard-tests.ts';
import { allTestsVariable } from './rights/check-rights.ts';

const sources = ['src', 'dev', 'e2e', 'charts'];

/** Earlier subjects were written before there was a check. */
const commitsLintedSince = '2026-11-28T00:46:00Z';

const parts: Readonly<Record<string, () => Promise<PartResult>>> = {
  check: async () => ({
    count: sum([
      await runTool('types', ['tsc', '--build']),
      await runTool('lint', ['eslint', '.', '--max-warnings=0']),
      await runTool('unused', ['knip']),
      await runTool('format', ['prettier', '--check', '--log-level=warn', '.']),
      await runTool('cycles', ['depcruise', '--config', '.dependency-cruiser.mjs', ...sources]),
      await runTool('house', ['node', 'dev/checks/house/house-rules.ts']),
      await runTool('commits', ['commitlint', '--to', 'HEAD', `--git-log-args=--since=${commitsLintedSince}`]),
    ]),
    tests: [],
  }),
  unit: () => runTests('unit'),
  database: () => runTests('database'),
  chart: () => runTests('chart'),
  cluster: () => runTests('cluster'),
  browser: () => runTests('browser'),
  versions: () => runOtherVersions(),
};

/** By name alone: all cluster tests, and whether each right of the chart was used by one of them. */
const onDemand: typeof parts = {
  rights: () => runTests('cluster', { [allTestsVariable]: 'yes' }),
};

/** The journeys to the operators that the other tests do not run with, each on a cluster of its own. */
async function runOtherVersions(): Promise<PartResult> {
  const results: PartResult[] = [];
  for (const [version, extras] of [
    ['3.9.10', ''],
    ['3.18.0', 'monitoring,autoscaler'],
  ] as const) {
    const environment = { DEV_OPERATOR_VERSION: version, DEV_CLUSTER_EXTRAS: extras };
    results.push(await runTests('cluster', environment, ['dev/journeys/quay-start.cluster.test.ts']));
  }
  return { count: sum(results.map(({ count }) => count)), tests: results.flatMap(({ tests }) => tests) };
}

/** Runs every check, or those that are named, one after the other, and ends with the sum of all. */
async function main(wanted: readonly string[]): Promise<void> {
  const names = wanted.length === 0 ? Object.keys(parts) : wanted;
  const known = { ...parts, ...onDemand };
  const unknown = names.filter((name) => !(name in known));
  if (unknown.length > 0) {
    console.error(`no such check: ${unknown.join(', ')}; there are ${Object.keys(known).join(', ')}`);
    process.exit(2);
  }
  ensureDebianPackages();
  process.env.PATH = [dirname(process.execPath), postgresqlBin() ?? '', process.env.PATH ?? ''].join(delimiter);
  const results: PartResult[] = [];
  for (const part of Object.entries(known).filter(([name]) => names.includes(name))) results.push(await part[1]());
  const counts = results.map(({ count }) => count);
  // Only a run of everything knows whether each test that the page names has passed.
  if (wanted.length === 0) counts.push(await checkHazards(results.flatMap(({ tests }) => tests)));
  const total = sum(counts);
  console.log(`\n${countLine(total)}`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** docs/hazards.md promises a test for each hazard. */
async function checkHazards(ran: readonly RanTest[]): Promise<Count> {
  const problems = unprovenHazards(await readFile('docs/hazards.md', 'utf8'), ran);
  console.log(`\n== hazards: ${problems.length === 0 ? 'each has a test that passed' : 'FAILED'}`);
  for (const problem of problems) console.log(`docs/hazards.md: ${problem}`);
  return { ...none, [problems.length === 0 ? 'passed' : 'failed']: 1 };
}

await main(process.argv.slice(2));
