import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type DatabasePair,
  runSql,
  startDatabasePair,
  workerEnvironmentOf,
} from '../../../dev/database/database-pair.ts';
import { runWorker } from '../../../dev/database/worker-run.ts';
import { workerExit } from '../../contract/worker.ts';

let pair: DatabasePair;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
}, 180_000);

afterAll(() => pair.stop());

/** The target changes what it is given in one table, as it is made. */
const sabotage = `
  create function alter_row() returns trigger language plpgsql as
    $$ begin new.created := new.created + interval '1 second'; return new; end $$;
  create function sabotage() returns event_trigger language plpgsql as $$
    declare made record;
    begin
      for made in select * from pg_event_trigger_ddl_commands() where object_identity = 'public.star' loop
        create trigger alter_row before insert on public.star for each row execute function public.alter_row();
      end loop;
    end $$;
  create event trigger sabotage on ddl_command_end when tag in ('CREATE TABLE') execute function sabotage()`;

test('a copy that is not equal ends the worker with a status of its own, and its last line names the table', async () => {
  const target = await pair.newTarget();
  await runSql(pair.fresh, target.database, sabotage);
  const { exit, stdout, stderr } = await runWorker('copy', workerEnvironmentOf(pair.source, target)).ended;
  expect(exit).toBe(workerExit.unequal);
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /^the target database differs from the source database: table star \(\d+ rows in the source, \d+ in/,
  );
  expect(stdout.trim().split('\n').at(-1)).toMatch(
    /^failed: the target database differs from the source database: table star/,
  );
});
