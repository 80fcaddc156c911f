import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, type PeerCertificate, checkServerIdentity } from 'node:tls';
import { WorkerFailure } from './worker-failure.ts';

/** The sslmode values of libpq. */
export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

/** The encryption of a connection, with the files of libpq. */
export interface Encryption {
  readonly mode: SslMode;
  readonly rootCertificate?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** The default of libpq: with encryption if the server supports it, otherwise without. */
export const usualEncryption: Encryption = { mode: 'prefer' };

/** `false` is a connection without encryption. */
export type Way = ConnectionOptions | false;

/**
 * The ways in which libpq tries to connect, in its order. As with libpq, an existing root certificate is used in every
 * mode, so that `require` is then as strict as `verify-ca`; a missing client certificate is ignored.
 */
export function waysTo(host: string, encryption: Encryption): readonly Way[] {
  const { mode } = encryption;
  if (mode === 'disable') return [false];
  const way = encryptedWay(host, encryption);
  if (mode === 'allow') return [false, way];
  return mode === 'prefer' ? [way, false] : [way];
}

function encryptedWay(host: string, { mode, ...files }: Encryption): ConnectionOptions {
  const [ca, cert, key] = [files.rootCertificate, files.certificate, files.key].map(contentOf);
  const verifies = mode === 'verify-ca' || mode === 'verify-full';
  if (verifies && ca === undefined) {
    const named = files.rootCertificate;
    const missing = named === undefined ? 'has none (sslrootcert)' : `names the file ${named}, which does not exist`;
    throw new WorkerFailure(
      `sslmode ${mode} requires a root certificate, but the configuration of the old registry ${missing}`,
    );
  }
  if (cert !== undefined && key === undefined) {
    throw new WorkerFailure('the client certificate (sslcert) requires its key (sslkey), which does not exist');
  }
  return {
    ...(ca === undefined ? { rejectUnauthorized: false } : { ca, rejectUnauthorized: true }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
    checkServerIdentity: (_name, peer) => (mode === 'verify-full' ? nameProblem(host, peer) : undefined),
  };
}

/** As libpq, accepts an IP address as the common name of a certificate without alternative names. */
function nameProblem(host: string, peer: PeerCertificate): Error | undefined {
  const byCommonName = isIP(host) !== 0 && (peer.subjectaltname ?? '') === '' && peer.subject.CN === host;
  return byCommonName ? undefined : checkServerIdentity(host, peer);
}

function contentOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The same as environment of a program that uses libpq; `end` deletes its temporary files. */
export function encryptionEnvironment(encryption: Encryption): { readonly env: NodeJS.ProcessEnv; end(): void } {
  const { mode, rootCertificate, certificate, key } = encryption;
  // libpq rejects a key that others can read, as in a mounted Secret, so it gets a private copy.
  const directory = key === undefined ? undefined : mkdtempSync(join(tmpdir(), 'client-key-'));
  const own = directory === undefined ? undefined : join(directory, 'key.pem');
  const content = contentOf(key);
  if (own !== undefined && content !== undefined) writeFileSync(own, content, { mode: 0o600 });
  return {
    env: {
      PGSSLMODE: mode,
      ...(rootCertificate !== undefined && { PGSSLROOTCERT: rootCertificate }),
      ...(certificate !== undefined && { PGSSLCERT: certificate }),
      ...(own !== undefined && { PGSSLKEY: own }),
    },
    end: () => {
      if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
}
