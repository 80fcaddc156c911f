import type { ConnectionTarget } from './connection-target.ts';
import type { Way } from './encryption.ts';
import { reasonOf } from './worker-failure.ts';

/** Why one way of connecting failed. */
export interface FailedWay {
  readonly way: Way;
  readonly error: unknown;
}

/** SQLSTATE classes that waiting does not mend: wrong password, unknown role or database, missing right. */
const hopeless = /^(28|3D|42)/;

const withoutTls = 'The server does not support SSL connections';
const aboutTls = /certificate|altname|\bSSL\b|\bTLS\b|PEM/i;

/** Whether the server, or its certificate, has said no: libpq then tries its next way, and trying again is of no use. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: string; syscall?: string };
  if (syscall !== undefined || error instanceof AggregateError) return false;
  return hopeless.test(code ?? '') || aboutTls.test(error.message);
}

/** Why none of the ways led in, each reason once. That a server has no TLS is said only when nothing else is. */
export function refusalOf(target: ConnectionTarget, failures: readonly FailedWay[]): string {
  const told = failures.filter(({ error }) => !(error instanceof Error && error.message === withoutTls));
  const reasons = (told.length === 0 ? failures : told).map((failure) => reasonOfWay(target, failure));
  return [...new Set(reasons)].join('; ');
}

function reasonOfWay({ user, database, encryption }: ConnectionTarget, { way, error }: FailedWay): string {
  const reason = reasonOf(error);
  const from = /pg_hba\.conf (?:entry|rejects).*? for (?:replication connection from )?host "([^"]+)"/.exec(
    reason,
  )?.[1];
  if (from !== undefined) {
    const how = way === false ? 'without encryption' : 'with encryption';
    return `pg_hba.conf of the server does not let user ${user} into database ${database} from ${from} ${how}`;
  }
  if (reason === withoutTls)
    return `the server offers no encryption, which sslmode ${encryption?.mode ?? 'prefer'} wants`;
  if (way === false || !isRefusal(error) || 'severity' in (error as Error)) return reason;
  return `its certificate is not accepted (sslmode ${encryption?.mode ?? 'prefer'}): ${reason}`;
}
