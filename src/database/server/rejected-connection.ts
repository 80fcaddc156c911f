import type { ConnectionTarget } from './connection-target.ts';
import type { Way } from './encryption.ts';
import { reasonOf } from './worker-failure.ts';

/** A failed connection attempt, with and without encryption. */
export interface FailedWay {
  readonly way: Way;
  readonly error: unknown;
}

/** SQLSTATE classes for which a retry does not help: wrong password, unknown role or database, missing privilege. */
const permanent = /^(28|3D|42)/;

const withoutTls = 'The server does not support SSL connections';
const aboutTls = /certificate|altname|\bSSL\b|\bTLS\b|PEM/i;

/** Whether the server rejected the connection, or its certificate is invalid: libpq then tries its next way, without retry. */
export function isRejection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: string; syscall?: string };
  if (syscall !== undefined || error instanceof AggregateError) return false;
  return permanent.test(code ?? '') || aboutTls.test(error.message);
}

/** Why every way failed, each reason once. A missing TLS support is reported only without other reasons. */
export function rejectionOf(target: ConnectionTarget, failures: readonly FailedWay[]): string {
  const relevant = failures.filter(({ error }) => !(error instanceof Error && error.message === withoutTls));
  const reasons = (relevant.length === 0 ? failures : relevant).map((failure) => reasonOfWay(target, failure));
  return [...new Set(reasons)].join('; ');
}

function reasonOfWay({ user, database, encryption }: ConnectionTarget, { way, error }: FailedWay): string {
  const reason = reasonOf(error);
  const from = /pg_hba\.conf (?:entry|rejects).*? for (?:replication connection from )?host "([^"]+)"/.exec(
    reason,
  )?.[1];
  if (from !== undefined) {
    const how = way === false ? 'without encryption' : 'with encryption';
    return `pg_hba.conf of the server does not allow user ${user} to connect to database ${database} from ${from} ${how}`;
  }
  if (reason === withoutTls)
    return `the server does not support encryption, which sslmode ${encryption?.mode ?? 'prefer'} requires`;
  if (way === false || !isRejection(error) || 'severity' in (error as Error)) return reason;
  return `the certificate of the server is not valid (sslmode ${encryption?.mode ?? 'prefer'}): ${reason}`;
}
