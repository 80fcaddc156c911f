import { createHash } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** Limit for one ecosystem. The latest are kept: only a user of the ecosystem itself could set an older one again. */
export const mostRequests = 64;
const mostPending = 3;
const longestUser = 253;

const hash = Type.String({ pattern: '^[0-9a-f]{16}$' });

/** By the hash of a request: the console user who made it. Kept only until the engine has copied it to the journal. */
const Waiting = Type.Record(hash, Type.String({ maxLength: longestUser }), { maxProperties: mostPending });

/** The service's record of one QuayEcosystem, independent of its journals. */
export const Remembered = Type.Object(
  {
    /** Requests that were executed, the oldest first. */
    executed: Type.Array(hash, { maxItems: mostRequests }),
    /** It had the label before the service first ran. */
    labelledBefore: Type.Optional(Type.Literal(true)),
    startedBy: Type.Optional(Waiting),
    rolledBackBy: Type.Optional(Waiting),
  },
  { additionalProperties: false },
);
export type Remembered = Static<typeof Remembered>;

/** What a user requests in the console: an attempt, or its rollback. */
export type RequestedAction = 'startedBy' | 'rolledBackBy';

export const nothingRemembered: Remembered = { executed: [] };

/** Requests vary in length; their hashes do not. */
export function requestHash(request: string): string {
  return createHash('sha256').update(request).digest('hex').slice(0, 16);
}

/** Undefined when the text is not a valid record. */
export function readRemembered(text: string): Remembered | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return Value.Check(Remembered, read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Records that requests were executed, and drops their pending requesters. */
export function withExecuted(before: Remembered, requests: readonly string[]): Remembered {
  const hashes = requests.map(requestHash);
  const executed = [...new Set([...before.executed, ...hashes])].slice(-mostRequests);
  return hashes.reduce((memory, one) => without(memory, 'startedBy', one), { ...before, executed });
}

export function withPending(before: Remembered, action: RequestedAction, request: string, user: string): Remembered {
  const others = Object.entries(before[action] ?? {}).filter(([key]) => key !== requestHash(request));
  const latest = [...others, [requestHash(request), user.slice(0, longestUser)] as const].slice(-mostPending);
  return { ...before, [action]: Object.fromEntries(latest) };
}

export function withoutPending(before: Remembered, action: RequestedAction, request: string): Remembered {
  return without(before, action, requestHash(request));
}

function without(before: Remembered, action: RequestedAction, key: string): Remembered {
  if (before[action]?.[key] === undefined) return before;
  const { [action]: pending, ...rest } = before;
  const left = Object.entries(pending ?? {}).filter(([other]) => other !== key);
  return left.length === 0 ? rest : { ...rest, [action]: Object.fromEntries(left) };
}
