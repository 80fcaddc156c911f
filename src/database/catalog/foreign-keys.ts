import { quoteIdentifier } from '../server/connection.ts';
import type { DumpEntry } from './dump-entries.ts';
import type { SessionPair } from '../server/session-pair.ts';
import { type Table, displayName, qualified } from './table.ts';
import type { ForeignKey } from './table-keys.ts';
import type { Job } from '../server/work-pool.ts';
import { WorkerFailure, reasonOf } from '../server/worker-failure.ts';

/** As dump-entries.ts names it. */
export function foreignKeyName({ schema, name, constraint }: ForeignKey): string {
  return `${schema}.${name} ${constraint}`;
}

export function foreignKeySql(key: ForeignKey, action: string): string {
  return `alter table only ${qualified(key)} ${action} ${quoteIdentifier(key.constraint)}`;
}

/** Made without looking at the rows, one after the other: two at once could wait for each other. */
export function unvalidated(key: ForeignKey): DumpEntry {
  const sql = `${foreignKeySql(key, 'add constraint')} ${key.definition}${key.validated ? ' not valid' : ''};`;
  return { name: `${key.name} ${key.constraint}`, type: 'FK CONSTRAINT', schema: key.schema, sql };
}

/**
 * Statements that let rows be written in any order until those of `enforced` are done, in the same transaction: what
 * only checks does so at the end, for the rows that were written; the others are made anew.
 */
export function relaxed(keys: readonly ForeignKey[]): string {
  const each = keys.map((key) => {
    if (!key.checks) return foreignKeySql(key, 'drop constraint');
    return key.deferrable ? '' : `${foreignKeySql(key, 'alter constraint')} deferrable initially deferred`;
  });
  return [...each.filter((sql) => sql !== ''), 'set constraints all deferred'].join('; ');
}

export function enforced(keys: readonly ForeignKey[]): string {
  const each = keys.map((key) => {
    if (key.checks) return key.deferrable ? '' : `${foreignKeySql(key, 'alter constraint')} not deferrable`;
    return unvalidated(key).sql + (key.validated ? foreignKeySql(key, 'validate constraint') : '');
  });
  return ['set constraints all immediate', ...each.filter((sql) => sql !== '')].join('; ');
}

/** Looks at all rows of a table for each of its foreign keys, and has the table analyzed. */
export function validationJob(table: Table, foreignKeys: readonly ForeignKey[]): Job<SessionPair> {
  const mine = foreignKeys.filter((key) => key.schema === table.schema && key.name === table.name && key.validated);
  return {
    weight: table.bytes * (mine.length + 1),
    run: async ({ target }) => {
      try {
        await target.query(`analyze ${qualified(table)}`);
        for (const key of mine) await target.query(foreignKeySql(key, 'validate constraint'));
      } catch (error) {
        throw new WorkerFailure(`foreign keys of table ${displayName(table)}: ${reasonOf(error)}`);
      }
      return [];
    },
  };
}
