import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { isServiceHost } from '../../ecosystem/database/database-uri.ts';
import { sameHost, splitServer } from '../../ecosystem/database/same-server.ts';
import { legacyDatabaseName } from '../../ecosystem/database/read-database.ts';
import { shownHost } from '../../redaction/shown-settings.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject, editEcosystem } from '../object-names.ts';

export const databaseMismatch = defineRule({
  id: 'database-mismatch',
  severity: 'blocker',
  covers: ['H12'],
  look: (facts) => {
    const { uri, claimed } = facts.database;
    if (uri === undefined || agrees(facts)) return undefined;
    const server = facts.ecosystem?.spec?.quay?.database?.server ?? '';
    const says =
      claimed === 'external' ? `says "${shownHost(server)}"` : 'is empty (the legacy operator manages the database)';
    return {
      object: ecosystemObject(facts),
      field: 'spec.quay.database.server',
      message: `spec.quay.database.server ${says}, but DB_URI of config.yaml names ${uri.host}:${uri.port}: the wrong database would be migrated`,
      remedy:
        `Find out which database the registry uses (usually the one in config.yaml). Then set ` +
        `spec.quay.database.server: ${uri.host} in the QuayEcosystem (${editEcosystem(facts)}), or correct DB_URI.`,
    };
  },
});

function agrees({ database, ecosystem, name, namespace }: EcosystemFacts): boolean {
  const { uri, claimed } = database;
  if (uri === undefined) return true;
  const own = isServiceHost(uri.host, legacyDatabaseName(name), namespace);
  if (claimed !== 'external') return own;
  const server = ecosystem?.spec?.quay?.database?.server ?? '';
  const { host, port } = splitServer(server);
  return sameHost(host, uri.host, namespace) && (port === undefined || port === uri.port);
}
