import type pg from 'pg';
import { withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { differingObjects, digestOf, readDefinitions } from './definitions-digest.ts';
import { namedGrants } from './grants.ts';
import { readBodies } from './query-bodies.ts';

export interface ComparedDefinitions {
  /** Digests of all definitions of each side. */
  readonly source: string;
  readonly target: string;
  /** `index public.repository_name`: what only one side has, or what is not the same on both. */
  readonly differing: readonly string[];
}

/** Reads what both databases are made of, and what their queries and grants are for both. */
export async function compareDefinitions(source: pg.Client, target: ConnectionTarget): Promise<ComparedDefinitions> {
  return withConnection(target, async (client) => {
    const bodies = await readBodies(source, client);
    const grants = await namedGrants(source, client);
    const there = [...(await readDefinitions(source)), ...bodies.there, ...grants.there];
    const here = [...(await readDefinitions(client)), ...bodies.here, ...grants.here];
    return { source: digestOf(there), target: digestOf(here), differing: differingObjects(there, here) };
  });
}
