import { configValue } from '../config/config-document.ts';
import { isMapping } from './check-fields.ts';
import type { ConfigFacts, DatabaseEncryption, DatabaseUri, NamedFile } from './facts.ts';

/**
 * How the old registry encrypts its connections, and with which files. Quay gives DB_CONNECTION_ARGS to psycopg2, and
 * only its migrations read the query of DB_URI (Quay 3.2 to 3.18: data/database.py `_db_from_url`, data/migrations/env.py).
 */
export function readEncryption(config: ConfigFacts, uri: DatabaseUri | undefined): DatabaseEncryption {
  const named: unknown = config.document && configValue(config.document, 'DB_CONNECTION_ARGS');
  const given = isMapping(named) ? named : {};
  const read = (key: string): string | undefined => {
    const value = given[key] ?? uri?.query[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const file = (key: string): NamedFile | undefined => {
    const path = read(key);
    return path === undefined ? undefined : { path, content: contentAt(config, path) };
  };
  return {
    mode: read('sslmode'),
    rootCertificate: file('sslrootcert'),
    certificate: file('sslcert'),
    key: file('sslkey'),
  };
}

/** Where the config Secret is mounted in Quay's image, whose working directory is /quay-registry. */
const mounted = /^(?:\/quay-registry\/)?\/?conf\/stack\//;

/** Undefined for a path that leads to no file of the configuration. */
function contentAt({ files, extraFiles }: ConfigFacts, path: string): string | undefined {
  if (!mounted.test(path)) return undefined;
  // A key of a Secret has no slash: Quay puts this prefix's files into a folder.
  const name = path.replace(mounted, '').replace(/^extra_ca_certs\//, 'extra_ca_certs_');
  return files[name] ?? extraFiles.find(({ filename }) => filename === name)?.content;
}
