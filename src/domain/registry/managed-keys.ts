import type { Secret } from '../../k8s/secret.ts';
import type { ComponentDecision } from '../components/decision.ts';
import { encodeBase64 } from '../config/base64.ts';
import { configString } from '../config/config-document.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { newDatabaseName } from '../migration-names.ts';
import type { GeneratedSecrets } from './generated-secrets.ts';

/**
 * The Secret from which quay-operator takes what it would otherwise make up. All nine keys: with DB_ROOT_PW and without
 * CLAIR_DB_* it would take the literal password `postgres` for Clair (quay-operator 3.15 and newer).
 */
export function managedKeys(
  facts: EcosystemFacts,
  decisions: readonly ComponentDecision[],
  generated: GeneratedSecrets,
): Secret {
  const { document } = facts.config;
  const key = (name: string): string => (document === undefined ? '' : (configString(document, name) ?? ''));
  const managed = (kind: string): boolean => decisions.some((one) => one.kind === kind && one.managed);
  const role = newDatabaseName(facts.name);
  const clair = managed('clair');
  const data: Record<string, string> = {
    SECRET_KEY: key('SECRET_KEY'),
    DATABASE_SECRET_KEY: key('DATABASE_SECRET_KEY'),
    SECURITY_SCANNER_V4_PSK: clair ? generated.securityScannerPsk : '',
    CLAIR_DB_USER: clair ? 'postgres' : '',
    CLAIR_DB_NAME: clair ? 'postgres' : '',
    CLAIR_DB_PASSWORD: clair ? generated.clairPassword : '',
    CLAIR_DB_ROOT_PW: clair ? generated.clairPassword : '',
  };
  // An external DB_URI stays out: it would win over a managed database, should postgres become managed one day.
  if (managed('postgres')) {
    data.DB_URI = `postgresql://${role}:${generated.databasePassword}@${role}:5432/${role}`;
    data.DB_ROOT_PW = generated.databaseRootPassword;
  }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${facts.name}-quay-registry-managed-secret-keys`, namespace: facts.namespace },
    type: 'Opaque',
    data: Object.fromEntries(Object.entries(data).map(([name, value]) => [name, encodeBase64(value)])),
  };
}
