import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** What versions up to 0.1.0 remembered of all ecosystems, in the installation's own ConfigMap. */
export interface EarlierMemory {
  /** Requests by the uid of their ecosystem. */
  readonly executed: Readonly<Record<string, readonly string[]>>;
  /** Undefined where none of them has ever run. */
  readonly labelledBefore: readonly string[] | undefined;
}

const Requests = Type.Record(Type.String(), Type.Array(Type.String()));
const Uids = Type.Array(Type.String());

/** Throws where it is there and cannot be read: to guess would be to execute a request again. */
export function readEarlierMemory(data: Readonly<Record<string, string>>): EarlierMemory {
  const executed: unknown = JSON.parse(data.executedRequests ?? '{}');
  const labelledBefore: unknown = data.labelledBefore === undefined ? undefined : JSON.parse(data.labelledBefore);
  if (!Value.Check(Requests, executed)) throw unreadable('executedRequests');
  if (labelledBefore !== undefined && !Value.Check(Uids, labelledBefore)) throw unreadable('labelledBefore');
  return { executed, labelledBefore };
}

/** The keys under which it lies; who waited for what is not taken over, because it was told apart by requests alone. */
export function earlierKeys(data: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(data).filter((key) => /^(executedRequests|labelledBefore)$|^(asked|taken-back)-by\./.test(key));
}

function unreadable(key: string): Error {
  return new Error(`data[${key}] of the installation's ConfigMap cannot be read: restore it from a backup`);
}
