import { dirname, delimiter } from 'node:path';
import { ensureDebianPackages, postgresqlBin } from '../cluster/debian-packages.ts';
import { type Count, countLine, runTests, runTool, sum } from './check-run.ts';

const parts: Readonly<Record<string, () => Promise<Count>>> = {
  check: async () =>
    sum([
      await runTool('types', ['tsc', '--build']),
      await runTool('lint', ['eslint', '.', '--max-warnings=0']),
      await runTool('unused', ['knip']),
      await runTool('format', ['prettier', '--check', '--log-level=warn', '.']),
    ]),
  unit: () => runTests('unit'),
  database: () => runTests('database'),
  chart: () => runTests('chart'),
  cluster: () => runTests('cluster'),
  browser: () => runTests('browser'),
  versions: () => runOtherVersions(),
};

/** The journeys to the operators that the other tests do not run with, each on a cluster of its own. */
async function runOtherVersions(): Promise<Count> {
  const counts: Count[] = [];
  for (const version of ['3.9.10', '3.18.0']) {
    process.env.DEV_OPERATOR_VERSION = version;
    counts.push(await runTests('cluster', 'dev/journeys/quay-start.cluster.test.ts'));
  }
  delete process.env.DEV_OPERATOR_VERSION;
  return sum(counts);
}

/** Runs every check, or those that are named, one after the other, and ends with the sum of all. */
async function main(wanted: readonly string[]): Promise<void> {
  const names = wanted.length === 0 ? Object.keys(parts) : wanted;
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    console.error(`no such check: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
  ensureDebianPackages();
  process.env.PATH = [dirname(process.execPath), postgresqlBin() ?? '', process.env.PATH ?? ''].join(delimiter);
  const counts: Count[] = [];
  for (const name of names) counts.push((await parts[name]?.()) ?? { passed: 0, failed: 1, skipped: 0 });
  const total = sum(counts);
  console.log(`\n${countLine(total)}`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

await main(process.argv.slice(2));
