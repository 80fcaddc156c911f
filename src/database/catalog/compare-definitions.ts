import type pg from 'pg';
import { withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { differingObjects, digestOf, readDefinitions } from './definitions-digest.ts';
import { namedGrants } from './grants.ts';
import { readBodies } from './query-bodies.ts';

export interface ComparedDefinitions {
  /** Digests over all definitions of each database. */
  readonly source: string;
  readonly target: string;
  /** Objects that only one database has or that differ, as `index public.repository_name`. */
  readonly differing: readonly string[];
}

/** Reads and compares the definitions of both databases, including the queries of views and rules, and grants. */
export async function compareDefinitions(source: pg.Client, target: ConnectionTarget): Promise<ComparedDefinitions> {
  return withConnection(target, async (client) => {
    const bodies = await readBodies(source, client);
    const grants = await namedGrants(source, client);
    const sourceDefinitions = [...(await readDefinitions(source)), ...bodies.source, ...grants.source];
    const targetDefinitions = [...(await readDefinitions(client)), ...bodies.target, ...grants.target];
    return {
      source: digestOf(sourceDefinitions),
      target: digestOf(targetDefinitions),
      differing: differingObjects(sourceDefinitions, targetDefinitions),
    };
  });
}
