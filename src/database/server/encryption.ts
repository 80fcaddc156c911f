import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, type PeerCertificate, checkServerIdentity } from 'node:tls';
import { WorkerFailure } from './worker-failure.ts';

/** libpq's words for how a connection is encrypted. */
export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

/** How a server is reached, with the files as libpq names them. */
export interface Encryption {
  readonly mode: SslMode;
  readonly rootCertificate?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** What libpq does where nobody says anything: with encryption if the server has any, and without otherwise. */
export const usualEncryption: Encryption = { mode: 'prefer' };

/** `false` is a connection without encryption. */
export type Way = ConnectionOptions | false;

/**
 * The ways in which libpq tries to connect, in its order. As with libpq, a root certificate that is there is looked at
 * in every mode, so that `require` is then as strict as `verify-ca`; a client certificate that is not there is left out.
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
    const missing =
      named === undefined ? 'names no root certificate (sslrootcert)' : `names ${named}, which is not there`;
    throw new WorkerFailure(
      `sslmode ${mode} needs a root certificate, and the configuration of the old registry ${missing}`,
    );
  }
  if (cert !== undefined && key === undefined) {
    throw new WorkerFailure('a client certificate (sslcert) needs its key (sslkey), which is not there');
  }
  return {
    ...(ca === undefined ? { rejectUnauthorized: false } : { ca, rejectUnauthorized: true }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
    checkServerIdentity: (_name, peer) => (mode === 'verify-full' ? nameProblem(host, peer) : undefined),
  };
}

/** An address may also be the common name of a certificate without other names: libpq takes that. */
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

/** The same for a program that uses libpq, by its environment; `end` takes away what was made for it. */
export function encryptionEnvironment(encryption: Encryption): { readonly env: NodeJS.ProcessEnv; end(): void } {
  const { mode, rootCertificate, certificate, key } = encryption;
  // libpq refuses a key that others may read, as they may where a Secret is mounted.
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
