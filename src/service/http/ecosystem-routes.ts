import type { Context } from 'hono';
import type { ApiPart } from '../../contract/api-paths.ts';
import { Choices, RollbackRequest, StartRequest } from '../../contract/choices.ts';
import type { Requesters } from '../engine/request/requesters.ts';
import type { ApiClient } from '../kube/api-client.ts';
import type { OperatorPlaces } from '../kube/snapshot/read-snapshot.ts';
import type { ClusterFacts } from '../kube/snapshot/cluster-facts.ts';
import { listEvents } from './list-events.ts';
import { readEcosystem, userOf } from './caller-access.ts';
import { planFor, showPlan } from './plan-preview.ts';
import { readLog } from './read-log.ts';
import type { StatusReader, Target } from './read-status.ts';
import { Rejection } from './rejection.ts';
import { reportOf } from './report.ts';
import { readBody } from './request-body.ts';
import { requestMigration } from './start-migration.ts';
import { previewRollback, requestRollback } from './start-rollback.ts';
import type { StatusFeed } from './status-feed.ts';
import { type StreamLimit, statusStream } from './status-stream.ts';

export interface ApiDependencies {
  readonly service: ApiClient;
  readonly facts: ClusterFacts;
  /** Where to look for operators. */
  readonly operatorPlaces: OperatorPlaces;
  readonly workerImage: string;
  readonly reader: StatusReader;
  readonly feed: StatusFeed;
  readonly limit: StreamLimit;
  readonly startRequesters: Requesters;
  readonly rollbackRequesters: Requesters;
}

type Answer = (context: Context, rooms: ApiDependencies, caller: ApiClient, target: Target) => Promise<Response>;

/** The handlers of each part of an ecosystem, by method. `caller` acts with the token of the caller. */
export const ecosystemRoutes: Readonly<Record<ApiPart, Readonly<Partial<Record<string, Answer>>>>> = {
  plan: {
    GET: async (context, rooms, caller, target) => {
      const now = new Date();
      const { plan } = await planFor({ ...rooms, caller }, { ...target, choices: queryChoices(context) }, now);
      return context.json(await showPlan(plan, caller, now));
    },
  },
  migration: {
    GET: async (context, rooms, caller, target) => {
      await readEcosystem(caller, target);
      if (flag(context, 'watch') !== true) return context.json(await rooms.reader.status(target));
      return streamed(rooms, { caller, user: await userOf(caller) }, target);
    },
    POST: async (context, rooms, caller, target) => {
      const body = await readBody(context.req.raw, StartRequest);
      return context.json(await requestMigration({ ...rooms, caller }, target, body), 202);
    },
  },
  rollback: {
    GET: async (context, { reader }, caller, target) => context.json(await previewRollback(caller, reader, target)),
    POST: async (context, { reader, rollbackRequesters }, caller, target) => {
      const body = await readBody(context.req.raw, RollbackRequest);
      return context.json(await requestRollback({ caller, reader, rollbackRequesters }, target, body), 202);
    },
  },
  events: {
    GET: async (context, _rooms, caller, target) => context.json(await listEvents(caller, target)),
  },
  logs: {
    GET: async (context, { reader }, caller, target) =>
      context.text(await readLog(caller, reader, target, context.req.query('step'))),
  },
  report: {
    GET: async (context, { reader }, caller, target) => {
      await readEcosystem(caller, target);
      const status = await reader.status(target);
      const json = context.req.query('format') === 'json';
      const file = `${target.namespace}-${target.name}-migration.${json ? 'json' : 'md'}`;
      context.header('content-disposition', `attachment; filename="${file}"`);
      if (json) return context.json(status);
      context.header('content-type', 'text/markdown; charset=utf-8');
      return context.body(reportOf(status, new Date()));
    },
  },
};

/** Limits streams by user, because one user may have many tokens. */
function streamed(
  { feed, limit }: ApiDependencies,
  requester: { caller: ApiClient; user: string },
  target: Target,
): Response {
  const { caller, user } = requester;
  const release = limit.take(user);
  const stream = statusStream(feed, target, { mayRead: () => readEcosystem(caller, target), onEnd: release });
  return new Response(stream, {
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' },
  });
}

function queryChoices(context: Context): Partial<Choices> {
  const database = context.req.query('database');
  const copyBeforeFreeze = flag(context, 'copyBeforeFreeze');
  const known = Choices.properties.database.anyOf.map((option) => option.const);
  const chosen = known.find((value) => value === database);
  if (database !== undefined && chosen === undefined) {
    throw new Rejection(400, 'BadRequest', `The parameter database must be one of ${known.join(', ')}.`);
  }
  return {
    ...(chosen !== undefined && { database: chosen }),
    ...(copyBeforeFreeze !== undefined && { copyBeforeFreeze }),
  };
}

function flag(context: Context, name: string): boolean | undefined {
  const value = context.req.query(name);
  if (value === undefined) return undefined;
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw new Rejection(400, 'BadRequest', `The parameter ${name} must be true or false.`);
}
