import { createHash } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** Requests of one ecosystem: the latest count, since an older one could only be set again by its own people. */
export const mostRequests = 64;
const mostPending = 3;
const longestUser = 253;

const hash = Type.String({ pattern: '^[0-9a-f]{16}$' });

/** By the hash of a request, who has asked for it in the console; only until the engine has taken it into the journal. */
const Waiting = Type.Record(hash, Type.String({ maxLength: longestUser }), { maxProperties: mostPending });

/** What the service remembers of one QuayEcosystem, whatever becomes of its journals. */
export const Remembered = Type.Object(
  {
    /** Requests that were executed, the oldest first. */
    executed: Type.Array(hash, { maxItems: mostRequests }),
    /** It carried the label before the service first ran. */
    labelledBefore: Type.Optional(Type.Literal(true)),
    startedBy: Type.Optional(Waiting),
    rolledBackBy: Type.Optional(Waiting),
  },
  { additionalProperties: false },
);
export type Remembered = Static<typeof Remembered>;

/** What somebody asks for in the console: an attempt, or its rollback. */
export type RequestedAction = 'startedBy' | 'rolledBackBy';

export const nothingRemembered: Remembered = { executed: [] };

/** A request may be any text of its form: what is remembered of it has one length. */
export function requestHash(request: string): string {
  return createHash('sha256').update(request).digest('hex').slice(0, 16);
}

/** Undefined when it is not what this product has written. */
export function readRemembered(text: string): Remembered | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return Value.Check(Remembered, read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers that requests were executed, and forgets who waits for them. */
export function withExecuted(before: Remembered, requests: readonly string[]): Remembered {
  const hashes = requests.map(requestHash);
  const executed = [...new Set([...before.executed, ...hashes])].slice(-mostRequests);
  return hashes.reduce((memory, one) => without(memory, 'startedBy', one), { ...before, executed });
}

export function withPending(before: Remembered, wish: RequestedAction, request: string, user: string): Remembered {
  const others = Object.entries(before[wish] ?? {}).filter(([key]) => key !== requestHash(request));
  const latest = [...others, [requestHash(request), user.slice(0, longestUser)] as const].slice(-mostPending);
  return { ...before, [wish]: Object.fromEntries(latest) };
}

export function withoutPending(before: Remembered, wish: RequestedAction, request: string): Remembered {
  return without(before, wish, requestHash(request));
}

function without(before: Remembered, wish: RequestedAction, key: string): Remembered {
  if (before[wish]?.[key] === undefined) return before;
  const { [wish]: waiting, ...rest } = before;
  const left = Object.entries(waiting ?? {}).filter(([other]) => other !== key);
  return left.length === 0 ? rest : { ...rest, [wish]: Object.fromEntries(left) };
}
