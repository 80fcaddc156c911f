import { workerEnvironment as variable } from '../../../contract/worker.ts';
import type { EnvVar, Volume, VolumeMount } from '../../../k8s/pod.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { encodeBase64 } from '../../config/base64.ts';
import type { DatabaseFacts, NamedFile } from '../../ecosystem/facts.ts';
import type { GeneratedSecrets } from '../../registry/generated-secrets.ts';
import { labelsOf, migrationNames, newDatabaseName } from '../../migration-names.ts';
import type { WorkSite } from './work-site.ts';

/** Key of the work Secret. */
export const reportKey = 'report-key';

export type SourceFacts = Pick<DatabaseFacts, 'uri' | 'encryption'>;

/**
 * The passwords of a migration, and the certificates of its old database, for its own pods, and the key that signs what
 * they report.
 */
export function workSecret(
  site: WorkSite,
  { uri: source, encryption }: SourceFacts,
  generated: GeneratedSecrets,
): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: migrationNames(site.name, site.attempt).workSecret,
      namespace: site.namespace,
      labels: labelsOf(site.name, site.attempt),
    },
    type: 'Opaque',
    data: {
      'source-password': encodeBase64(source?.password ?? ''),
      'target-password': encodeBase64(generated.databasePassword),
      'target-root-password': encodeBase64(generated.databaseRootPassword),
      [reportKey]: encodeBase64(generated.reportKey),
      ...Object.fromEntries(filesOf(encryption).map(({ variable, content }) => [secretKeyOf(variable), content])),
    },
  };
}

/** How the worker reaches the old database. */
export function sourceEnvironment(site: WorkSite, source: SourceFacts): readonly EnvVar[] {
  return environmentAs('SOURCE', site, source);
}

/** The files that `sourceEnvironment` and `upgradedEnvironment` name, where the configuration has them. */
export function sourceFiles(
  site: WorkSite,
  { encryption }: SourceFacts,
): { readonly volumes: readonly Volume[]; readonly volumeMounts: readonly VolumeMount[] } {
  const items = filesOf(encryption).map(({ variable }) => ({ key: secretKeyOf(variable), path: variable }));
  if (items.length === 0) return { volumes: [], volumeMounts: [] };
  const { workSecret: secretName } = migrationNames(site.name, site.attempt);
  return {
    volumes: [{ name: 'source-files', secret: { secretName, items } }],
    volumeMounts: [{ name: 'source-files', mountPath: filesDirectory, readOnly: true }],
  };
}

/** How the worker reaches the temporary server. */
export function targetEnvironment(site: WorkSite): readonly EnvVar[] {
  return [
    { name: variable.targetHost, value: migrationNames(site.name, site.attempt).server },
    { name: variable.targetPort, value: '5432' },
    { name: variable.targetDatabase, value: newDatabaseName(site.name) },
    { name: variable.targetUser, value: newDatabaseName(site.name) },
    passwordOf(site, variable.targetPassword, 'target-password'),
  ];
}

/** The database that `check-upgrade` looks at: what was upgraded in place is the old one. */
export function upgradedEnvironment(site: WorkSite, source: SourceFacts): readonly EnvVar[] {
  return environmentAs('TARGET', site, source);
}

function environmentAs(side: 'SOURCE' | 'TARGET', site: WorkSite, { uri, encryption }: SourceFacts): readonly EnvVar[] {
  const encrypted = Object.entries(variables).flatMap(([variable, part]) => {
    const value = pathOf(variable, encryption[part]);
    return value === undefined ? [] : [{ name: `${side}_${variable}`, value }];
  });
  return [
    { name: `${side}_HOST`, value: uri?.host ?? '' },
    { name: `${side}_PORT`, value: String(uri?.port ?? 5432) },
    { name: `${side}_DATABASE`, value: uri?.database ?? '' },
    { name: `${side}_USER`, value: uri?.user ?? '' },
    passwordOf(site, `${side}_PASSWORD`, 'source-password'),
    ...encrypted,
  ];
}

const filesDirectory = '/run/source-files';

/** What the worker is told of the encryption, by the end of its variable. */
const variables = {
  SSLMODE: 'mode',
  SSLROOTCERT: 'rootCertificate',
  SSLCERT: 'certificate',
  SSLKEY: 'key',
} as const;

/** A file that is not in the configuration is named as it was: the worker says that it is not there. */
function pathOf(variable: string, value: string | NamedFile | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return value.content === undefined ? value.path : `${filesDirectory}/${variable}`;
}

function filesOf(encryption: SourceFacts['encryption']): readonly { variable: string; content: string }[] {
  return Object.entries(variables).flatMap(([variable, part]) => {
    const value = encryption[part];
    if (value === undefined || typeof value === 'string' || value.content === undefined) return [];
    return [{ variable, content: value.content }];
  });
}

function secretKeyOf(variable: string): string {
  return `source-${variable.toLowerCase()}`;
}

function passwordOf(site: WorkSite, name: string, key: string): EnvVar {
  const secret = migrationNames(site.name, site.attempt).workSecret;
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
