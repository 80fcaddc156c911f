import { X509Certificate, createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { configKeys, configString, configValue, parseConfigDocument } from '../../src/domain/config/config-document.ts';
import { parseDatabaseUri } from '../../src/domain/ecosystem/database/database-uri.ts';
import type { Deployment } from '../../src/k8s/deployment.ts';
import type { Service } from '../../src/k8s/service.ts';
import { legacyKeys } from '../quay/legacy-keys.ts';
import { administratorSecrets } from './administrator-secrets.ts';
import { certificateFor } from './certificate.ts';
import { corporateDatabase, corporateDatabaseObjects } from './corporate-database.ts';
import { ecosystemObject, ecosystemStatus } from './ecosystem-object.ts';
import { type LegacyObjects, legacyObjects } from './legacy-operator/legacy-objects.ts';
import type { AnyObject, Produced } from './legacy-operator/produced.ts';
import { quayService } from './legacy-operator/registry.ts';
import type { SampleName, Site } from './sample.ts';
import { sample } from './samples.ts';

const names: readonly SampleName[] = ['a', 'b', 'c', 'd', 'e', 'f'];
const pair = await certificateFor(['quay.example.com']);

function siteOf(name: SampleName): Site {
  const { namespace, hostname = '192.0.2.7', nodePort } = sample(name);
  return {
    namespace,
    hostname,
    databaseHost: corporateDatabase(namespace).host,
    redisHost: 'redis.corp.example.com',
    nodePort,
  };
}

function ownerOf(name: SampleName): { name: string; namespace: string; uid: string } {
  return { name: sample(name).ecosystem, namespace: sample(name).namespace, uid: 'uid' };
}

function objectsOf(name: SampleName): LegacyObjects {
  const caFiles = name === 'a' ? { 'corp.pem': 'PEM' } : {};
  return legacyObjects({ sample: sample(name), site: siteOf(name), owner: ownerOf(name), pair, caFiles });
}

function all(name: SampleName): readonly Produced[] {
  const { database, rest, quay } = objectsOf(name);
  const service = quayService(ownerOf(name), sample(name).spec(siteOf(name)), siteOf(name));
  return [service, ...database, ...rest, ...quay];
}

function find(name: SampleName, kind: string, suffix: string): AnyObject | undefined {
  const wanted = suffix.startsWith('-') ? sample(name).ecosystem + suffix : suffix;
  return all(name).find(({ object }) => object.kind === kind && object.metadata.name === wanted)?.object;
}

function secretText(object: AnyObject | undefined, key: string): string {
  const data = object?.data as Record<string, string> | undefined;
  return Buffer.from(data?.[key] ?? '', 'base64').toString('utf8');
}

function configOf(name: SampleName): {
  text: string;
  document: NonNullable<ReturnType<typeof parseConfigDocument>['document']>;
} {
  const text = secretText(find(name, 'Secret', 'quay-enterprise-config-secret'), 'config.yaml');
  const { document, problem } = parseConfigDocument(text);
  if (document === undefined) throw new Error(problem);
  return { text, document };
}

describe.each(names)('sample (%s)', (name) => {
  test('has unique objects, all of the QuayEcosystem and in its namespace', () => {
    const keys = all(name).map(({ object }) => `${object.kind} ${object.metadata.name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { object } of all(name)) {
      expect(object.metadata).toMatchObject({
        namespace: sample(name).namespace,
        labels: { app: 'quay-operator', 'quay-enterprise-cr': sample(name).ecosystem },
        ownerReferences: [{ kind: 'QuayEcosystem', uid: 'uid', controller: true, blockOwnerDeletion: true }],
      });
    }
  });

  test('has the config.yaml of the legacy setup: sorted, with both keys in quotes', () => {
    const { text, document } = configOf(name);
    const keys = configKeys(document);
    expect(keys).toEqual([...keys].sort());
    expect(text).toContain(`\nSECRET_KEY: '${legacyKeys.secretKey}'\n`);
    expect(text).toContain(`\nDATABASE_SECRET_KEY: '${legacyKeys.databaseSecretKey}'\n`);
    expect(configString(document, 'SERVER_HOSTNAME')).toBe(siteOf(name).hostname);
  });

  test('names in config.yaml the database that it has', () => {
    const uri = parseDatabaseUri(configString(configOf(name).document, 'DB_URI') ?? '');
    const external = sample(name).spec(siteOf(name)).quay.database?.server !== undefined;
    expect(objectsOf(name).database.length === 0).toBe(external);
    expect(uri?.host).toBe(external ? siteOf(name).databaseHost : `${sample(name).ecosystem}-quay-postgresql`);
    const secret = sample(name).spec(siteOf(name)).quay.database?.credentialsSecretName;
    const password =
      secret === undefined
        ? secretText(find(name, 'Secret', '-quay-postgresql'), 'database-password')
        : sample(name).secrets[secret]?.['database-password'];
    expect(uri?.password).toBe(password);
  });

  test('lets every volume and variable refer to something that is there', () => {
    const site = siteOf(name);
    const made = administratorSecrets(sample(name), site, { pair, corporateCa: 'PEM' });
    const there = new Set([...all(name), ...made].map(({ object }) => `${object.kind}/${object.metadata.name}`));
    const wanted = all(name).flatMap(({ object }) => referencesOf(object));
    expect(wanted.filter((reference) => !there.has(reference))).toEqual([]);
  });
});

/** Every Secret, ConfigMap, claim and ServiceAccount that a Deployment names. */
function referencesOf(object: AnyObject): readonly string[] {
  if (object.kind !== 'Deployment') return [];
  const text = JSON.stringify((object as unknown as Deployment).spec?.template);
  const patterns: [string, RegExp][] = [
    ['Secret', /"(?:secret|secretKeyRef)":\{"name":"([^"]+)"/g],
    ['ConfigMap', /"configMap":\{"name":"([^"]+)"/g],
    ['PersistentVolumeClaim', /"claimName":"([^"]+)"/g],
    ['ServiceAccount', /"serviceAccountName":"([^"]+)"/g],
    ['Secret', /"imagePullSecrets":\[\{"name":"([^"]+)"/g],
  ];
  return patterns.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(([, found]) => `${kind}/${found ?? ''}`),
  );
}

describe('external access', () => {
  test.each([
    ['a', 'ClusterIP', 443, 8443, undefined],
    ['b', 'LoadBalancer', 443, 8443, undefined],
    ['c', 'NodePort', 80, 8080, 30_443],
    ['d', 'ClusterIP', 443, 8443, undefined],
    ['f', 'ClusterIP', 80, 8080, undefined],
  ] as const)('of (%s) is a Service of type %s', (name, type, port, targetPort, nodePort) => {
    const service = find(name, 'Service', '-quay') as unknown as Service;
    expect(service.spec).toMatchObject({
      type,
      selector: { 'quay-enterprise-component': 'app' },
      ports: [{ name: 'quay-service', port, targetPort }, { port: 9091 }],
    });
    expect(service.spec?.ports?.[0]?.nodePort).toBe(nodePort);
  });

  test.each([
    ['a', 'Route', { host: 'quay.example.com', port: { targetPort: 8443 }, tls: { termination: 'passthrough' } }],
    ['f', 'Route', { port: { targetPort: 8080 }, tls: { termination: 'edge' } }],
    ['d', 'Ingress', { rules: [{ host: 'quay.k8s.example.com' }], tls: [{ secretName: 'quay-tls' }] }],
  ] as const)('of (%s) has %s', (name, kind, spec) => {
    expect(find(name, kind, '-quay')?.spec).toMatchObject(spec);
  });

  test.each([
    ['a', 'https', undefined, true],
    ['c', 'http', undefined, false],
    ['f', 'https', true, false],
  ] as const)('of (%s) is in the configuration: %s', (name, scheme, terminatedOutside, hasPair) => {
    const { document } = configOf(name);
    expect(configValue(document, 'PREFERRED_URL_SCHEME')).toBe(scheme);
    expect(configValue(document, 'EXTERNAL_TLS_TERMINATION')).toBe(terminatedOutside);
    const data = find(name, 'Secret', 'quay-enterprise-config-secret')?.data as Record<string, string>;
    expect(['ssl.cert' in data, 'ssl.key' in data]).toEqual([hasPair, hasPair]);
  });

  test.each([
    ['a', 'quay.example.com'],
    ['b', undefined],
    ['c', ':30443'],
  ] as const)('of (%s) stands in the status as %s', (name, hostname) => {
    expect(ecosystemStatus(sample(name), siteOf(name))).toMatchObject({ setupComplete: true });
    expect(ecosystemStatus(sample(name), siteOf(name)).hostname).toBe(hostname);
  });
});

describe('what is special', () => {
  test('(a) has all files of the config Secret, and projects the one that is not in it', () => {
    const data = find('a', 'Secret', 'quay-enterprise-config-secret')?.data as Record<string, string>;
    expect(Object.keys(data).sort()).toEqual([
      'config.yaml',
      'extra_ca_certs_clair.crt',
      'extra_ca_certs_corp.pem',
      'extra_ca_certs_quay.crt',
      'ssl.cert',
      'ssl.key',
    ]);
    const quay = find('a', 'Deployment', '-quay') as unknown as Deployment;
    expect(quay.spec?.template?.spec?.volumes?.[0]?.projected?.sources).toEqual([
      { secret: { name: 'quay-enterprise-config-secret' } },
      { secret: { name: 'ldap-files' } },
    ]);
    expect(quay.spec?.replicas).toBe(2);
    expect(find('a', 'Deployment', '-quay-repomirror')).toBeDefined();
    expect(find('a', 'Deployment', '-clair-postgresql')).toBeDefined();
  });

  test.each(['a', 'c', 'e'] as const)('(%s) keeps its database on a claim', (name) => {
    expect(find(name, 'PersistentVolumeClaim', '-quay-postgresql')).toBeDefined();
  });

  test('(e) keeps images, and (f) its database, in the pod', () => {
    const volumes = (object: AnyObject | undefined) => (object as unknown as Deployment).spec?.template?.spec?.volumes;
    expect(volumes(find('e', 'Deployment', '-quay'))).toContainEqual({ name: 'local-default', emptyDir: {} });
    expect(find('f', 'PersistentVolumeClaim', '-quay-postgresql')).toBeUndefined();
    expect(volumes(find('f', 'Deployment', '-quay-postgresql'))).toContainEqual({ name: 'data', emptyDir: {} });
  });

  test('(d) has no Redis of its own', () => {
    expect(find('d', 'Deployment', '-redis')).toBeUndefined();
    expect(configValue(configOf('d').document, 'BUILDLOGS_REDIS')).toMatchObject({ host: 'redis.corp.example.com' });
  });

  test('the database of nobody’s operator lies in a namespace beside the registry', () => {
    expect(corporateDatabase('quay-b').host).toBe('corp-postgres.corp-db.svc');
    const kinds = corporateDatabaseObjects('x-db').map(({ object }) => object.kind);
    expect(kinds).toEqual(['Namespace', 'Secret', 'PersistentVolumeClaim', 'Service', 'Deployment']);
  });

  test('the QuayEcosystem shows what the operator filled in', () => {
    expect(ecosystemObject(sample('a'), siteOf('a'))).toMatchObject({
      apiVersion: 'redhatcop.redhat.io/v1alpha1',
      spec: {
        quay: {
          migrationPhase: 'new-installation',
          database: { deploymentStrategy: 'RollingUpdate', volumeSize: '20Gi' },
        },
        redis: { deploymentStrategy: 'RollingUpdate' },
      },
    });
    const external = ecosystemObject(sample('b'), siteOf('b')).spec as { quay: { database: object } };
    expect(external.quay.database).not.toHaveProperty('image');
  });
});

test('a certificate holds for its names and addresses, now, and goes with its key', async () => {
  const { certificate, key } = await certificateFor(['quay.example.com', '192.0.2.7']);
  const read = new X509Certificate(certificate);
  expect(read.checkHost('quay.example.com')).toBe('quay.example.com');
  expect(read.checkHost('other.example.com')).toBeUndefined();
  expect(read.checkIP('192.0.2.7')).toBe('192.0.2.7');
  expect(new Date(read.validFrom).getTime()).toBeLessThan(Date.now());
  expect(new Date(read.validTo).getTime()).toBeGreaterThan(Date.now());
  expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
});
