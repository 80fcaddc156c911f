import { configValue } from '../../config/config-document.ts';
import { isMapping } from '../check-fields.ts';
import type { ConfigFacts, DatabaseEncryption, DatabaseUri, NamedFile } from '../facts.ts';

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

/** The file of the configuration that a path leads to; undefined for a path that leads elsewhere. */
export function configFileAt(path: string): string | undefined {
  const name = path.replace(mounted, '');
  return mounted.test(path) && name !== '' && !name.includes('/') ? name : undefined;
}

function contentAt({ files, extraFiles }: ConfigFacts, path: string): string | undefined {
  const name = configFileAt(path);
  if (name === undefined) return undefined;
  return files[name] ?? extraFiles.find(({ filename }) => filename === name)?.content;
}
