import { parseArgs } from 'node:util';
import { copyBench } from './copy-bench.ts';
import { databaseBench } from './database-bench.ts';
import { migrationBench } from './migration-bench.ts';
import { pluginBench } from './plugin-bench.ts';

/**
 * `npm run bench`: figures of one run, as ratios where two things are compared. `-- plugin`, `-- migration` or `-- copy`
 * for one of them; `-- copy --rows 1000000 --rounds 5` for a larger database or more rounds. `-- database` compares all
 * ways to copy a database: `-- database --size 200MB --rounds 2 --json FILE`.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '3' },
    size: { type: 'string', default: '1GB' },
    json: { type: 'string' },
  },
});
const wanted = positionals.length === 0 ? ['plugin', 'migration', 'copy'] : positionals;

if (wanted.includes('plugin')) await pluginBench();
if (wanted.includes('migration')) await migrationBench();
if (wanted.includes('copy')) await copyBench({ rows: Number(values.rows), rounds: Number(values.rounds) });
if (wanted.includes('database')) {
  await databaseBench({ size: values.size, rounds: Number(values.rounds), ...(values.json && { json: values.json }) });
}
