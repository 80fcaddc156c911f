import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configString, configValue, parseConfigDocument } from '../../src/domain/config/config-document.ts';
import { parseDatabaseUri } from '../../src/domain/ecosystem/database/database-uri.ts';
import type { ServerAddress } from './postgres-server.ts';

/** What a Quay container reads from its mounted configuration. */
export interface QuayConfig {
  readonly database: ServerAddress & { readonly password: string };
  readonly databaseSecretKey: string;
  /** The pair that Quay itself serves with. */
  readonly certificate?: { readonly cert: Buffer; readonly key: Buffer };
}

/** Quay's start: throws, naming the field, for what the real one would not start with. */
export function readQuayConfig(directory: string): QuayConfig {
  const file = join(directory, 'config.yaml');
  const { document, problem } = parseConfigDocument(readFileSync(file, 'utf8'));
  if (document === undefined) throw new Error(`${file}: ${problem}`);
  const required = (key: string): string => {
    const value = configString(document, key);
    if (value === undefined || value === '') {
      throw new Error(`${file}: ${key} must be a string, but is ${String(configValue(document, key))}`);
    }
    return value;
  };
  required('SECRET_KEY');
  const uri = parseDatabaseUri(required('DB_URI'));
  if (uri === undefined) throw new Error(`${file}: DB_URI is no PostgreSQL URI`);
  return {
    database: uri,
    databaseSecretKey: required('DATABASE_SECRET_KEY'),
    ...certificateIn(directory),
  };
}

function certificateIn(directory: string): Pick<QuayConfig, 'certificate'> {
  const [cert, key] = [join(directory, 'ssl.cert'), join(directory, 'ssl.key')];
  if (!existsSync(cert) || !existsSync(key)) return {};
  return { certificate: { cert: readFileSync(cert), key: readFileSync(key) } };
}
