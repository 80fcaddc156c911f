import { randomBytes } from 'node:crypto';
import { decodeBase64 } from '../../../src/domain/config/base64.ts';
import { parseDatabaseUri } from '../../../src/domain/ecosystem/database/database-uri.ts';
import { secrets } from '../../../src/k8s/resource.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { RegistryInputs } from '../registry-inputs.ts';

/** What the operator keeps in NAME-quay-registry-managed-secret-keys (3.15 and newer). */
export interface ManagedKeys {
  readonly SECRET_KEY: string;
  readonly DATABASE_SECRET_KEY: string;
  readonly DB_URI: string;
  readonly DB_ROOT_PW: string;
  readonly SECURITY_SCANNER_V4_PSK: string;
  readonly CLAIR_DB_USER: string;
  readonly CLAIR_DB_NAME: string;
  readonly CLAIR_DB_PASSWORD: string;
  readonly CLAIR_DB_ROOT_PW: string;
}

export function managedKeysName(name: string): string {
  return `${name}-quay-registry-managed-secret-keys`;
}

/** Reads the Secret by its name, whoever made it, and completes it. */
export async function readManagedKeys(client: KubeClient, inputs: RegistryInputs): Promise<ManagedKeys> {
  const found = await client.get(secrets, managedKeysName(inputs.name), inputs.namespace);
  const stored = Object.fromEntries(
    Object.entries(found?.data ?? {}).map(([key, value]) => [key, decodeBase64(value)]),
  );
  return completeKeys(inputs, stored, () => randomBytes(60).toString('base64url').slice(0, 80));
}

/** Bundle before Secret before chance; an integer in the bundle counts as nothing. */
export function completeKeys(
  inputs: Pick<RegistryInputs, 'name' | 'config' | 'managed'>,
  stored: Readonly<Record<string, string>>,
  random: () => string,
): ManagedKeys {
  const { name, config, managed } = inputs;
  const kept = (key: string): string => stored[key] ?? '';
  const bundled = (key: string): string => (typeof config[key] === 'string' ? config[key] : '');
  const database = `${name}-quay-database`;
  const generated = `postgresql://${database}:${random()}@${database}:5432/${database}`;
  const clair = managed('clairpostgres');
  // A root password without Clair's keys is taken for a registry of before 3.15, whose password was this word.
  const upgraded = kept('DB_ROOT_PW') !== '' && kept('CLAIR_DB_PASSWORD') === '';
  const clairPassword = upgraded ? 'postgres' : random();
  const clairKey = (key: string, otherwise: string): string => (clair ? kept(key) || otherwise : '');
  return {
    SECRET_KEY: bundled('SECRET_KEY') || kept('SECRET_KEY') || random(),
    DATABASE_SECRET_KEY: bundled('DATABASE_SECRET_KEY') || kept('DATABASE_SECRET_KEY') || random(),
    DB_URI: bundled('DB_URI') || kept('DB_URI') || (managed('postgres') ? generated : ''),
    DB_ROOT_PW: kept('DB_ROOT_PW') || (managed('postgres') ? random() : ''),
    SECURITY_SCANNER_V4_PSK: managed('clair') ? kept('SECURITY_SCANNER_V4_PSK') || random() : '',
    CLAIR_DB_USER: clairKey('CLAIR_DB_USER', 'postgres'),
    CLAIR_DB_NAME: clairKey('CLAIR_DB_NAME', 'postgres'),
    CLAIR_DB_PASSWORD: clairKey('CLAIR_DB_PASSWORD', clairPassword),
    CLAIR_DB_ROOT_PW: clairKey('CLAIR_DB_ROOT_PW', clairPassword),
  };
}

/** User, database and password that the database server is started with. */
export function databaseCredentials(keys: ManagedKeys): Readonly<Record<string, string>> {
  const uri = parseDatabaseUri(keys.DB_URI);
  return {
    'database-username': uri?.user ?? '',
    'database-name': uri?.database ?? '',
    'database-password': uri?.password ?? '',
    'database-root-password': keys.DB_ROOT_PW,
  };
}

export function clairCredentials(keys: ManagedKeys): Readonly<Record<string, string>> {
  return {
    'database-username': keys.CLAIR_DB_USER,
    'database-name': keys.CLAIR_DB_NAME,
    'database-password': keys.CLAIR_DB_PASSWORD,
    'database-root-password': keys.CLAIR_DB_ROOT_PW,
  };
}
