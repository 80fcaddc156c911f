import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** The state that versions up to 0.1.0 kept of all ecosystems, in the installation's own ConfigMap. */
export interface EarlierMemory {
  /** Requests by the uid of their ecosystem. */
  readonly executed: Readonly<Record<string, readonly string[]>>;
  /** Undefined when no such version has ever run. */
  readonly labelledBefore: readonly string[] | undefined;
}

const Requests = Type.Record(Type.String(), Type.Array(Type.String()));
const Uids = Type.Array(Type.String());

/** Throws when the state exists and cannot be read: ignoring it could execute a request twice. */
export function readEarlierMemory(data: Readonly<Record<string, string>>): EarlierMemory {
  const executed: unknown = JSON.parse(data.executedRequests ?? '{}');
  const labelledBefore: unknown = data.labelledBefore === undefined ? undefined : JSON.parse(data.labelledBefore);
  if (!Value.Check(Requests, executed)) throw unreadable('executedRequests');
  if (labelledBefore !== undefined && !Value.Check(Uids, labelledBefore)) throw unreadable('labelledBefore');
  return { executed, labelledBefore };
}

/** The keys of that state. Pending requesters are not migrated: their keys do not identify the ecosystem. */
export function earlierKeys(data: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(data).filter((key) => /^(executedRequests|labelledBefore)$|^(asked|taken-back)-by\./.test(key));
}

function unreadable(key: string): Error {
  return new Error(`data[${key}] of the installation's ConfigMap cannot be read. Restore the ConfigMap from a backup.`);
}
