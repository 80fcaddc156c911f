import { spawnSync } from 'node:child_process';
import { areas } from './areas.ts';

/**
 * Runs StrykerJS over each area, or over those that are named, and fails where less is killed than the area promises.
 * What follows `--` goes to StrykerJS: `npm run mutants -- engine -- --mutate src/service/engine/run-rollback.ts`.
 */
function main(args: readonly string[]): void {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const names = args.slice(0, end);
  const unknown = names.filter((name) => areas.every((area) => area.name !== name));
  if (unknown.length > 0) {
    console.error(`no such area: ${unknown.join(', ')}; there are ${areas.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  for (const { name, tests, mutate, least } of areas) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`== ${name}: at least ${least} % of the mutants of ${mutate.join(', ')}`);
    const more = args.slice(end + 1);
    const { status } = spawnSync(
      'stryker',
      [
        ...['run', 'dev/mutants/stryker.config.mjs', '--incrementalFile', `dist/mutants/${name}.json`],
        ...(more.includes('--mutate') ? [] : ['--mutate', [...mutate, ...kept].join(',')]),
        ...more,
      ],
      { stdio: 'inherit', env: { ...process.env, MUTANT_TESTS: tests, MUTANT_LEAST: String(least) } },
    );
    if (status !== 0) process.exitCode = 1;
  }
}

/** Tests and what they stand on are not mutated. */
const kept = ['!src/**/*.test.ts', '!src/**/*.fixture.ts'];

main(process.argv.slice(2));
