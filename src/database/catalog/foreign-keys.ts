import { quoteIdentifier } from '../server/connection.ts';
import type { DumpEntry } from './dump-entries.ts';
import type { SessionPair } from '../server/session-pair.ts';
import { type Table, displayName, qualified } from './table.ts';
import type { ForeignKey } from './table-keys.ts';
import type { Job } from '../server/work-pool.ts';
import { WorkerFailure, reasonOf } from '../server/worker-failure.ts';

/** The name that dump-entries.ts uses. */
export function foreignKeyName({ schema, name, constraint }: ForeignKey): string {
  return `${schema}.${name} ${constraint}`;
}

export function foreignKeySql(key: ForeignKey, action: string): string {
  return `alter table only ${qualified(key)} ${action} ${quoteIdentifier(key.constraint)}`;
}

/** Creates the key without validation. Run one at a time: two at once could deadlock. */
export function unvalidated(key: ForeignKey): DumpEntry {
  const sql = `${foreignKeySql(key, 'add constraint')} ${key.definition}${key.validated ? ' not valid' : ''};`;
  return { name: `${key.name} ${key.constraint}`, type: 'FK CONSTRAINT', schema: key.schema, sql };
}

/**
 * SQL that allows rows to be written in any order until `restoreConstraintsSql` runs in the same transaction: keys that
 * only check are deferred; the others are dropped and created again.
 */
export function deferConstraintsSql(keys: readonly ForeignKey[]): string {
  const each = keys.map((key) => {
    if (!key.checks) return foreignKeySql(key, 'drop constraint');
    return key.deferrable ? '' : `${foreignKeySql(key, 'alter constraint')} deferrable initially deferred`;
  });
  return [...each.filter((sql) => sql !== ''), 'set constraints all deferred'].join('; ');
}

export function restoreConstraintsSql(keys: readonly ForeignKey[]): string {
  const each = keys.map((key) => {
    if (key.checks) return key.deferrable ? '' : `${foreignKeySql(key, 'alter constraint')} not deferrable`;
    return unvalidated(key).sql + (key.validated ? foreignKeySql(key, 'validate constraint') : '');
  });
  return ['set constraints all immediate', ...each.filter((sql) => sql !== '')].join('; ');
}

/** Analyzes a table and validates each of its foreign keys. */
export function validationJob(table: Table, foreignKeys: readonly ForeignKey[]): Job<SessionPair> {
  const mine = foreignKeys.filter((key) => key.schema === table.schema && key.name === table.name && key.validated);
  return {
    weight: table.bytes * (mine.length + 1),
    run: async ({ target }) => {
      try {
        await target.query(`analyze ${qualified(table)}`);
        for (const key of mine) await target.query(foreignKeySql(key, 'validate constraint'));
      } catch (error) {
        throw new WorkerFailure(
          `foreign keys of table ${displayName(table)} could not be validated: ${reasonOf(error)}`,
        );
      }
      return [];
    },
  };
}
