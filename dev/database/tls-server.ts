import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority } from '../node/network/certificates.ts';
import { type PostgresServer, startPostgres } from '../quay/postgres-server.ts';

/** A PostgreSQL that lets role `quay` in as its pg_hba.conf says, and everybody in as `postgres`. */
export interface TlsServer {
  readonly server: PostgresServer;
  /** Files of PEM, as the old registry's configuration would name them. */
  readonly files: {
    readonly authority: string;
    /** That of somebody else. */
    readonly otherAuthority: string;
    readonly clientCertificate: string;
    readonly clientKey: string;
  };
  stop(): Promise<void>;
}

/** `rules` are lines of pg_hba.conf; the server's certificate is for `names`. */
export async function startTlsServer(rules: readonly string[], names: readonly string[]): Promise<TlsServer> {
  const directory = await mkdtemp(join(tmpdir(), 'tls-server-'));
  const authority = await CertificateAuthority.open(directory);
  const other = await CertificateAuthority.open(await mkdtemp(join(directory, 'other-')));
  const [own, client] = [await authority.issue(names), await authority.issue(['quay'], 'clientAuth')];
  const write = async (name: string, text: string, mode = 0o644): Promise<string> => {
    const path = join(directory, name);
    await writeFile(path, text, { mode });
    return path;
  };
  const files = {
    authority: await write('ca.crt', authority.certificate),
    otherAuthority: await write('other-ca.crt', other.certificate),
    clientCertificate: await write('client.crt', client.certificate),
    // As where a Secret is mounted.
    clientKey: await write('client.key', client.key),
  };
  const hba = await write('pg_hba.conf', ['host all postgres all trust', ...rules, ''].join('\n'));
  const server = await startPostgres({
    major: 13,
    settings: {
      hba_file: hba,
      ssl: 'on',
      ssl_cert_file: await write('server.crt', own.certificate),
      ssl_key_file: await write('server.key', own.key, 0o600),
      ssl_ca_file: files.authority,
    },
  });
  return {
    server,
    files,
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true });
    },
  };
}
